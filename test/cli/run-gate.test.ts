import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { gateSchema } from '../../src/reporting/deployment-schema.ts';
import { deployment } from '../storage/records.ts';
import { stateWorld } from './state-world.ts';

/** A configuration with one service on the loopback interface, which answers so. */
async function serviceThat(answers: () => number) {
  const server = createServer((_request, response) => {
    response.statusCode = answers();
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return stateWorld({ services: [{ name: 'api', url: `http://127.0.0.1:${port}/`, interval: 1, timeout: 1 }] });
}

test('a service that stays healthy is let through', async () => {
  const world = await serviceThat(() => 200);
  const { exitCode, stdout } = await world.run('gate', 'api', '--for', '500ms', '--timeout', '20s', '-o', 'json');
  expect(gateSchema.parse(JSON.parse(stdout))).toMatchObject({ service: 'api', outcome: 'proven', source: 'own' });
  expect(exitCode).toBe(0);
});

test('one that is down is not, and it is said why', async () => {
  const world = await serviceThat(() => 503);
  const { exitCode, stdout } = await world.run('gate', 'api', '--for', '500ms', '--timeout', '20s');
  expect(stdout).toContain('api is down: expected status 2xx, got 503');
  expect(exitCode).toBe(1);
});

test('one that is not proven in time is told from that', async () => {
  const world = await serviceThat(() => 200);
  const { exitCode, stdout } = await world.run('gate', 'api', '--for', '100ms', '--timeout', '200ms');
  expect(stdout).toContain('api is not proven healthy after');
  expect(exitCode).toBe(3);
});

test('the release that is asked for must have been recorded, and must not have failed', async () => {
  const world = await serviceThat(() => 200);
  const gate = ['gate', 'api', '--for', '1s', '--timeout', '20s', '--version', '2.3.1'] as const;
  expect(await world.run(...gate)).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining('no deployment of api 2.3.1 was recorded'),
  });
  await world.seed((store) => store.saveDeployment(deployment({ service: 'api', status: 'rolled_back' })));
  expect(await world.run(...gate)).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('api 2.3.1 has failed'),
  });
});

test.each([
  [['gate', 'web'], 4],
  [['gate', 'api', '--for', '2m', '--timeout', '1m'], 2],
  [['gate', 'api', '--for', 'long'], 2],
])('%j is refused', async (args, exitCode) => {
  const world = await serviceThat(() => 200);
  expect(await world.run(...args)).toMatchObject({ exitCode });
});
