import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import type { Retention } from '../../src/storage/retention.ts';
import type { Store } from '../../src/storage/store.ts';
import { multiplyHistory, storeDay } from '../support/long-history.ts';
import { commitOf, lifelikeResult, serviceName } from '../support/many-results.ts';
import { alert, channelState, incident, maintenanceWindow, noon, notSent, outboxItem, silence } from './records.ts';
import { openAt, testFolder } from './stores.ts';

const dayMs = 86_400_000;
const dayAt = Date.UTC(2026, 10, 21);
const retention: Retention = { resultsMs: 7 * dayMs, hourlyMs: 10 * dayMs, dailyMs: 15 * dayMs };

async function maintainAll(store: Store, now: number): Promise<void> {
  while ((await store.maintain(now)).more);
}

test('millions of results are rolled up and removed in short steps, while new ones are stored', async () => {
  const path = join(await testFolder(), 'svcmon.db');
  const { store: first } = await openAt(path);
  await storeDay(first, { dayAt, services: 10 });
  await first.close();
  multiplyHistory(path, { services: 10, copies: 10, days: 20 });
  expect(countResults(path)).toBe(100 * 20 * 1_440);

  const { store } = await openAt(path, { retention });
  const now = dayAt + dayMs + 2 * 3_600_000;
  const { cpuMs, steps } = await timedSteps(store, now);
  expect(steps).toBeGreaterThan(20);
  // Not the slowest ones: a collection of garbage may fall into any step.
  expect(cpuMs.at(Math.floor(cpuMs.length * 0.95))).toBeLessThan(20);

  for (const service of [serviceName(0), serviceName(99)]) {
    const [oldest] = await store.results({ service, limit: 1, order: 'oldest' });
    expect(oldest?.startedAt).toBeGreaterThanOrEqual(now - retention.resultsMs - 3_600_000);
    expect(oldest?.startedAt).toBeLessThan(now - retention.resultsMs + 3_600_000);
    const range = { service, fromAt: 0, toAt: now };
    expect(await store.rollups({ ...range, period: 'hour' })).toHaveLength(10 * 24 - 2);
    expect(await store.rollups({ ...range, period: 'day' })).toHaveLength(15);
  }
  const results = await store.results({ service: 'new', limit: 1_000_000 });
  expect(results).toHaveLength(steps);
}, 60_000);

/** Takes every step, with a commit after each, and measures the steps; sorted. */
async function timedSteps(store: Store, now: number) {
  const cpuMs: number[] = [];
  for (let more = true; more; ) {
    const before = process.cpuUsage();
    ({ more } = await store.maintain(now));
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1_000);
    await store.commit(commitOf({ results: [{ ...lifelikeResult(0, now - cpuMs.length), service: 'new' }] }));
  }
  return { cpuMs: cpuMs.toSorted((a, b) => a - b), steps: cpuMs.length };
}

function countResults(path: string): number {
  const handle = new DatabaseSync(path);
  try {
    return handle
      .prepare('select sum(healthy + degraded + unhealthy + unknown) as sum from rollup where period = 0')
      .get().sum;
  } finally {
    handle.close();
  }
}

test('incidents are kept as long as days, messages as long as hours, what is open for ever', async () => {
  const { store } = await openAt(join(await testFolder(), 'svcmon.db'), { retention });
  const entry = (incidentId: string) => ({ incidentId, at: noon, kind: 'confirmed' as const, text: 'confirmed' });
  await store.commit(
    commitOf({
      incidents: [incident(), incident({ id: 'i-2', service: 'web', closedAt: noon + 1, closedAs: 'recovered' })],
      timeline: [entry('i-1'), entry('i-2')],
      alerts: [alert(), alert({ dedupKey: 'owed', resolvedAt: noon }), alert({ dedupKey: 'over', resolvedAt: noon })],
      channels: [channelState({ dedupKey: 'owed', state: 'resolved_pending' })],
      outbox: [outboxItem(), outboxItem({ id: 'o-2', state: 'delivered', settledAt: noon })],
      notSent: [notSent()],
    }),
  );
  await store.saveSilence(silence({ endsAt: noon + 1 }));
  await store.saveMaintenance(maintenanceWindow({ endsAt: noon + 1 }));
  const counts = async () => ({
    incidents: (await store.incidents({ limit: 9 })).length,
    story: (await store.incident('i-2'))?.timeline.length,
    messages: (await store.outboxHistory({ limit: 9 })).length,
    reasons: (await store.notSent({ limit: 9 })).length,
    silences: (await store.silences(noon)).length,
    windows: (await store.maintenance({ fromAt: noon, toAt: noon + dayMs })).length,
  });
  const all = { incidents: 2, story: 1, messages: 2, reasons: 1, silences: 1, windows: 1 };
  await maintainAll(store, noon + 9 * dayMs);
  expect(await counts()).toEqual(all);
  await maintainAll(store, noon + 11 * dayMs);
  expect(await counts()).toEqual({ ...all, messages: 1, reasons: 0 });
  await maintainAll(store, noon + 16 * dayMs);
  expect(await counts()).toEqual({ incidents: 1, messages: 1, reasons: 0, silences: 0, windows: 0 });

  expect(await store.pendingOutbox()).toEqual([outboxItem()]);
  await store.setPaused('api', true, noon);
  const state = (await store.loadStates()).get('api');
  expect(state?.incident).toEqual(incident());
  expect(state?.alerts.map(({ dedupKey }) => dedupKey)).toEqual(['owed', 'unhealthy/api/1']);
  expect((await store.incident('i-1'))?.timeline).toEqual([entry('i-1')]);
});

test('a clock that was wrong for a while neither ends the upkeep nor removes what is new', async () => {
  const { store } = await openAt(join(await testFolder(), 'svcmon.db'), { retention });
  await store.commit(commitOf({ results: [lifelikeResult(0, noon)] }));
  await maintainAll(store, noon - 365 * dayMs);
  await maintainAll(store, noon + 3 * 3_600_000);
  await store.commit(commitOf({ results: [lifelikeResult(0, noon + 3 * 3_600_000)] }));
  await maintainAll(store, noon + 5 * 3_600_000);
  expect(await store.results({ limit: 9 })).toHaveLength(2);
  await maintainAll(store, noon + 8 * dayMs);
  expect(await store.results({ limit: 9 })).toHaveLength(0);
});
