import process from 'node:process';
import { expect, test } from 'vitest';
import { overviewSchema } from '../../src/api/resources/overview.ts';
import type { ServiceRowResource } from '../../src/api/resources/service.ts';
import { LiveServices } from '../../src/app/api-live.ts';
import { createOverview } from '../../src/app/api-overview.ts';
import { systemClock } from '../../src/app/system-clock.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { noSurroundings } from '../../src/monitor/surroundings.ts';
import { checkResult, observation } from '../support/check-result.ts';
import { scriptedCheck } from '../support/checks.ts';
import { configOf, configured } from '../support/config.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const minute = 60_000;

/** So many services that were checked once a minute for the last hour, and answered. */
function watched(count: number) {
  const clock = createFakeClock();
  const names = Array.from({ length: count }, (_service, index) => `service ${index}`);
  const items = names.map((name) =>
    configured(scriptedCheck(() => Promise.reject(new Error('not asked')), { service: { name } }).check),
  );
  const config = configOf(items);
  const live = new LiveServices({ store: createMemoryStore(), clock });
  live.retain(names);
  const hear = (service: string, startedAt: number, changes: Partial<CheckResult> = {}) =>
    live.hear({ kind: 'result', result: checkResult({ service, startedAt, intervalMs: minute, ...changes }) });
  const beginAt = clock.now() - 60 * minute;
  for (let at = beginAt; at < clock.now(); at += minute) for (const name of names) hear(name, at);
  const health = {
    status: 'healthy',
    sinceAt: beginAt,
    against: [],
    recent: 'H',
    flapping: false,
    lastResultAt: clock.now() - minute,
  } as const;
  const overview = createOverview({
    monitor: {
      config,
      stateOf: () => ({ health, alerts: [], channels: [], paused: false }),
      isPaused: () => false,
      surroundings: () => noSurroundings,
    },
    live,
    figures: { of: () => ({ uptime24h: 1, uptime30d: 0.9995, p95Ms: 120 }) },
    clock: { now: clock.now, monotonic: systemClock.monotonic },
    exclusions: () => ({ windows: [], pauses: [], version: 0 }),
  });
  return { overview, hear, clock, names };
}

/** The CPU time of this process, ms: of a busy machine others take their part. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What doing something costs, and the longest that nothing else had its turn meanwhile, ms. */
async function costOf(work: () => Promise<unknown>): Promise<{ readonly all: number; readonly stretch: number }> {
  const beganAt = cpuMs();
  const turns = { lastAt: beganAt, longest: 0, end: false };
  const turn = () => {
    turns.longest = Math.max(turns.longest, cpuMs() - turns.lastAt);
    turns.lastAt = cpuMs();
    if (!turns.end) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  turns.end = true;
  turns.longest = Math.max(turns.longest, cpuMs() - turns.lastAt);
  return { all: cpuMs() - beganAt, stretch: turns.longest };
}

test('the overview of a thousand services costs less than 50 ms', async () => {
  const { overview, hear, clock, names } = watched(1_000);
  await overview();
  const took: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    // As many as come in a second.
    for (const name of names.slice(0, 17)) hear(name, clock.now());
    took.push((await costOf(overview)).all);
  }
  expect(Math.min(...took)).toBeLessThan(50);
});

test('the first of a new minute, in which every last hour is another one, lets others have their turn all the time', async () => {
  const { overview, clock } = watched(1_000);
  await overview();
  const stretches: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    await clock.advance(minute);
    stretches.push((await costOf(overview)).stretch);
  }
  expect(Math.min(...stretches)).toBeLessThan(20);
});

test('is what it promises, and changes with what is heard', async () => {
  const { overview, hear, clock } = watched(3);
  const before = overviewSchema.parse(JSON.parse(await overview()));
  expect(before).toMatchObject({ health: 'healthy', sentence: 'all 3 services are healthy' });
  expect(before.services[0]?.heartbeat.filter(({ state, checks }) => state === 'up' && checks === 1)).toHaveLength(59);
  hear('service 1', clock.now() - 1, { status: 'unhealthy', reason: 'timeout' });
  const after = overviewSchema.parse(JSON.parse(await overview()));
  const checksOf = (view: typeof before) =>
    view.services.find(({ name }) => name === 'service 1')?.heartbeat.map(({ checks }) => checks);
  expect(checksOf(after)).not.toEqual(checksOf(before));
});

test('whoever asks while one is written shares the next, which knows what was heard until then', async () => {
  const { overview, hear, clock } = watched(3);
  const first = overview();
  hear('service 1', clock.now() - 1, { observation: observation({ responseTimeMs: 777 }) });
  const [second, third] = [overview(), overview()];
  expect(third).toBe(second);
  expect(second).not.toBe(first);
  expect(JSON.parse(await second).services.map((row: ServiceRowResource) => row.response_time_ms)).toContain(777);
  await first;
  hear('service 1', clock.now(), { observation: observation({ responseTimeMs: 888 }) });
  expect(await overview()).toContain('888');
});
