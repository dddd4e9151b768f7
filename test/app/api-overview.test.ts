import process from 'node:process';
import { expect, test } from 'vitest';
import { overviewSchema } from '../../src/api/resources/overview.ts';
import { LiveServices } from '../../src/app/api-live.ts';
import { createOverview } from '../../src/app/api-overview.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { noSurroundings } from '../../src/monitor/surroundings.ts';
import { checkResult } from '../support/check-result.ts';
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
    clock,
    exclusions: () => ({ windows: [], pauses: [], version: 0 }),
  });
  return { overview, hear, clock, names };
}

test('the overview of a thousand services costs less than 50 ms', () => {
  const { overview, hear, clock, names } = watched(1_000);
  overview();
  const took = Array.from({ length: 5 }, () => {
    // As many as come in a second.
    for (const name of names.slice(0, 17)) hear(name, clock.now());
    const before = process.cpuUsage();
    overview();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  expect(Math.min(...took)).toBeLessThan(50);
});

test('is what it promises, and changes with what is heard', () => {
  const { overview, hear, clock } = watched(3);
  const before = overviewSchema.parse(JSON.parse(overview()));
  expect(before).toMatchObject({ health: 'healthy', sentence: 'all 3 services are healthy' });
  expect(before.services[0]?.heartbeat.filter(({ state, checks }) => state === 'up' && checks === 1)).toHaveLength(59);
  hear('service 1', clock.now() - 1, { status: 'unhealthy', reason: 'timeout' });
  const after = overviewSchema.parse(JSON.parse(overview()));
  const checksOf = (view: typeof before) =>
    view.services.find(({ name }) => name === 'service 1')?.heartbeat.map(({ checks }) => checks);
  expect(checksOf(after)).not.toEqual(checksOf(before));
});
