import { expect, test } from 'vitest';
import { rollBackDeployment } from '../../src/domain/deployment.ts';
import { deploymentSchema, deploymentsSchema } from '../../src/reporting/deployment-schema.ts';
import { deployment } from '../storage/records.ts';
import { stateWorld } from './state-world.ts';

test('a deployment is recorded, and listed with what is known of it', async () => {
  const world = await stateWorld();
  expect(await world.run('deploy')).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: expect.stringContaining('no deployments'),
  });
  const recorded = await world.run(
    'deploy',
    'record',
    'checkout',
    '--version',
    '2.3.1',
    '--commit',
    '4f1c2d0',
    '--bake',
    '5m',
  );
  expect(recorded).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('the monitor watches it') });
  expect(recorded.stdout).toMatch(/^checkout 2\.3\.1, deployment [0-9A-Z]{26}\n/);
  const { deployments } = deploymentsSchema.parse(JSON.parse((await world.run('deploy', 'list', '-o', 'json')).stdout));
  expect(deployments).toMatchObject([
    {
      service: 'checkout',
      version: '2.3.1',
      environment: 'production',
      commit: '4f1c2d0',
      by: 'kim',
      bake_time_ms: 300_000,
      status: 'pending',
      evidence: null,
      rollback: null,
    },
  ]);
  const { stdout } = await world.run('deploy', 'list');
  expect(stdout).toContain('checkout');
  expect(stdout).toContain('… pending');
});

test('the bake time is that of the configuration unless another is given', async () => {
  const world = await stateWorld({ deployments: { bake_time: '3m' } });
  const { stdout } = await world.run('deploy', 'record', 'search', '--version', '7', '-o', 'json');
  expect(deploymentSchema.parse(JSON.parse(stdout)).deployment).toMatchObject({
    service: 'search',
    bake_time_ms: 180_000,
  });
});

test.each([
  ['an unknown service', ['record', 'chekout', '--version', '1'], 4, 'checkout'],
  ['no version', ['record', 'checkout'], 2, "required option '--version <version>' not specified"],
  ['an empty version', ['record', 'checkout', '--version', ''], 2, '--version'],
  ['a bake time that is too short', ['record', 'checkout', '--version', '1', '--bake', '1s'], 2, '--bake'],
  ['a URL that is none', ['record', 'checkout', '--version', '1', '--url', 'here'], 2, '--url'],
  ['an unknown deployment', ['rollback', '01ABCDEF'], 4, 'there is no deployment "01ABCDEF"'],
])('%s is refused', async (_what, args, exitCode, text) => {
  const world = await stateWorld();
  expect(await world.run('deploy', ...args)).toMatchObject({ exitCode, stderr: expect.stringContaining(text) });
});

test('only what has ended can be rolled back, once', async () => {
  const world = await stateWorld({ deployments: { rollback_webhook: 'https://ci.example/hook' } });
  await world.seed(async (store) => {
    await store.saveDeployment(deployment({ id: '01KAH3Y2AA', status: 'in_progress' }));
    await store.saveDeployment(deployment({ id: '01KAH3Y2BB', status: 'failed' }));
  });
  expect(await world.run('deploy', 'rollback', '01kah3y2aa')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('checkout 2.3.1 is in_progress: only what has ended can be rolled back'),
  });
  const done = await world.run('deploy', 'rollback', '01KAH3Y2BB', '--reason', 'payments time out', '-o', 'json');
  expect(done).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('the monitor calls the rollback webhook'),
  });
  expect(JSON.parse(done.stdout).deployment).toMatchObject({
    status: 'rolled_back',
    rollback: { by: 'kim', reason: 'payments time out', webhook: { status: 'pending', attempts: 0 } },
  });
  const again = await world.run('deploy', 'rollback', '01KAH3Y2BB');
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('was rolled back already') });
});

test.each([
  ['success', 'no_worse', 0],
  ['failed', 'incident', 1],
  ['failed', 'not_watched', 3],
] as const)('whoever waits is told by the exit code: %s, %s', async (status, reason, exitCode) => {
  const world = await stateWorld();
  await world.seed(async () => undefined);
  const waiting = world.run('deploy', 'record', 'checkout', '--version', '2.3.1', '--wait');
  const window = { fromAt: 0, toAt: 1, checks: 9, failed: 0 };
  const evidence = { before: window, after: window, tests: [], reason, message: 'as it was seen' };
  let isJudged = false;
  while (!isJudged) {
    await world.seed(async (store) => {
      for (const one of await store.deployments({ limit: 1 })) {
        await store.saveDeployment({ ...one, status, startedAt: one.createdAt, endedAt: one.createdAt + 1, evidence });
        isJudged = true;
      }
    });
  }
  expect(await waiting).toMatchObject({ exitCode, stdout: expect.stringContaining('as it was seen') });
});

test('the list may be narrowed, and shows a rollback with its reason', async () => {
  const world = await stateWorld();
  const order = { at: Date.now(), by: 'kim', reason: 'payments time out' };
  await world.seed(async (store) => {
    await store.saveDeployment(deployment({ id: 'D-1', createdAt: Date.now() }));
    const rolledBack = rollBackDeployment(deployment({ id: 'D-2', service: 'search', status: 'success' }), order);
    if (rolledBack) await store.saveDeployment(rolledBack);
  });
  const { stdout } = await world.run('deploy', 'list', '--status', 'rolled_back');
  expect(stdout).toContain('payments time out');
  expect(stdout).not.toContain('checkout');
  expect((await world.run('deploy', 'list', '--service', 'checkout')).stdout).not.toContain('search');
});
