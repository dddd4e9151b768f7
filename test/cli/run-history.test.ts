import { expect, test } from 'vitest';
import { storedStory } from '../support/stored-story.ts';
import { type StateWorld, stateWorld } from './state-world.ts';

async function seededWorld(): Promise<StateWorld> {
  const world = await stateWorld();
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now())) await store.commit(commit);
  });
  return world;
}

async function document(world: StateWorld, ...args: readonly string[]) {
  return JSON.parse((await world.run('history', ...args, '-o', 'json')).stdout);
}

test('without a history there are no results, and that is said', async () => {
  const world = await stateWorld();
  const ran = await world.run('history', 'checkout');
  expect(ran).toEqual({ exitCode: 0, stdout: '', stderr: 'no history yet: run svcmon monitor\n' });
});

test('of a service the last results are shown, the newest first', async () => {
  const world = await seededWorld();
  const { stdout } = await world.run('history', 'checkout', '-n', '12');
  const statuses = stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.includes('✕ unhealthy'));
  expect(statuses).toEqual([...Array(10).fill(true), false, false]);
});

test('results can be chosen by status and by age', async () => {
  const world = await seededWorld();
  expect((await document(world, 'checkout', '--status', 'healthy', '-n', '100')).results).toHaveLength(15);
  expect((await document(world, 'checkout', '--since', '5m')).results).toHaveLength(5);
});

test('of all services the sums are shown', async () => {
  const world = await seededWorld();
  const { schema, services } = await document(world);
  expect(schema).toBe('svcmon.history/v1');
  expect(services).toMatchObject([
    { name: 'checkout', results: 25, healthy: 15, unhealthy: 10, healthy_share: 0.6 },
    { name: 'search', results: 25, healthy: 25, healthy_share: 1 },
    { name: 'orders-db', results: 25 },
  ]);
  expect((await world.run('history')).stdout).toMatch(/^checkout +25 +60\.00 % +0 +10 +0 /m);
});

test('the sums of a service are those of its hours or days', async () => {
  const world = await seededWorld();
  const { periods } = await document(world, 'checkout', '--by', 'hour');
  expect(periods.reduce((sum: number, { results }: { results: number }) => sum + results, 0)).toBe(25);
  const day = new Date().toISOString().slice(0, 10);
  expect((await world.run('history', 'checkout', '--by', 'day')).stdout).toContain(day);
});

test.each([
  ['a service that there is not', ['chekout'], 4, 'did you mean "checkout"?'],
  ['hours of everything', ['--by', 'hour'], 2, 'name a service'],
  ['a duration that is none', ['--since', 'ever'], 2, '--since "ever": expected a duration'],
])('%s is refused', async (_name, args, exitCode, message) => {
  const world = await seededWorld();
  const ran = await world.run('history', ...args);
  expect(ran).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(message) });
});
