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
  expect(ran).toMatchObject({ exitCode: 0, stderr: 'no history yet: run svcmon monitor\n' });
  expect(ran.stdout).toMatch(/^uptime +– +– +– +–$/m);
  expect(ran.stdout).not.toContain('WHEN');
});

test('of a service the last results are shown, the newest first', async () => {
  const world = await seededWorld();
  const { stdout } = await world.run('history', 'checkout', '-n', '12');
  const statuses = stdout
    .slice(stdout.indexOf('WHEN'))
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

test('of all services uptime is shown, by time: ten minutes of a day, not ten checks of twenty-five', async () => {
  const world = await seededWorld();
  const { schema, services } = await document(world);
  expect(schema).toBe('svcmon.history/v2');
  expect(services.map(({ name }: { name: string }) => name)).toEqual(['checkout', 'search', 'orders-db']);
  const [checkout, search] = services;
  expect(checkout.spans.map(({ name }: { name: string }) => name)).toEqual(['24h', '7d', '30d', '90d']);
  expect(checkout.spans[0]).toMatchObject({ incidents_open: 1, verdict: null, checks: { healthy: 15, unhealthy: 10 } });
  expect(checkout.spans[0].durations.down_seconds).toBeCloseTo(600, -1);
  expect(checkout.spans[0].availability).toBeCloseTo(1 - 600 / checkout.spans[0].durations.measured_seconds, 2);
  expect(search.spans[0].durations.down_seconds).toBe(0);
  expect((await world.run('history')).stdout).toMatch(/^checkout .*✕ .* known: 1 % of 24h/m);
});

test('with --since only that is looked at', async () => {
  const world = await seededWorld();
  const { services } = await document(world, '--since', '20m');
  expect(services[0].spans).toHaveLength(1);
  expect(services[0].spans[0]).toMatchObject({ name: '20m', coverage: 1 });
  expect(services[0].spans[0].availability).toBeCloseTo(0.5, 1);
});

test('hours and days of a service are a line each, from the first of which anything is known', async () => {
  const world = await seededWorld();
  const { service } = await document(world, 'checkout', '--by', 'hour');
  const down = service.slots.reduce((sum: number, slot: { down_seconds: number }) => sum + slot.down_seconds, 0);
  expect(down).toBeCloseTo(600, -1);
  const day = await world.run('history', 'checkout', '--by', 'day');
  expect(day.stdout).toMatch(/^ +DAY +STATE +UPTIME +DOWN/);
  expect(day.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
});

test('response times are plotted, with the outage below them', async () => {
  const world = await seededWorld();
  const { stdout } = await world.run('history', 'search', '--plot', '--since', '1h');
  expect(stdout).toMatch(/^search\n\n *\d+ ms ┤/);
  expect(stdout).toContain('━━ p50');
  const failing = await world.run('history', 'checkout', '--plot', '--since', '1h');
  expect(failing.stdout).toMatch(/^ +·*▇+✕+$/m);
  for (const line of failing.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test.each([
  ['a service that there is not', ['chekout'], 4, 'did you mean "checkout"?'],
  ['hours of everything', ['--by', 'hour'], 2, 'name a service'],
  ['a plot of everything', ['--plot'], 2, 'name a service'],
  ['a plot by the hour', ['checkout', '--plot', '--by', 'hour'], 2, 'choose one of --by and --plot'],
  ['a duration that is none', ['--since', 'ever'], 2, '--since "ever": expected a duration'],
])('%s is refused', async (_name, args, exitCode, message) => {
  const world = await seededWorld();
  const ran = await world.run('history', ...args);
  expect(ran).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(message) });
});
