import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Retention } from '../../src/storage/retention.ts';
import type { Store, StoredResult, StoredTally } from '../../src/storage/store.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { randomFrom, serviceName } from '../support/many-results.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { historicResult } from './contract-history.ts';
import { openAt, testFolder } from './stores.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const startAt = Date.UTC(2026, 5, 1);
const retention: Retention = { resultsMs: 4 * day, hourlyMs: 15 * day, dailyMs: 60 * day };
const services = 3;
const days = 40;
const now = startAt + days * day + 90 * minute;

/** Forty days of results, one every 17 minutes or so. */
const past: readonly StoredResult[] = Array.from({ length: days * 85 * services }, (_, index) => {
  return toStoredResult(
    historicResult(index % services, startAt + Math.floor(index / services) * 17 * minute + (index % 7)),
  );
}).sort((a, b) => a.startedAt - b.startedAt);

/** A store that has kept all of it as long as retention says, and one that has it all. */
async function bothStores(): Promise<readonly [Store, Store]> {
  const clock = createFakeClock({ at: now });
  const { store } = await openAt(join(await testFolder(), 'svcmon.db'), { clock, retention });
  const model = createMemoryStore();
  for (let from = 0; from < past.length; from += 997) {
    await store.importResults(past.slice(from, from + 997));
    await model.importResults(past.slice(from, from + 997));
    if (from % 5 === 0) while ((await store.maintain(now)).more);
  }
  while ((await store.maintain(now)).more);
  return [store, model];
}

test('what was counted over any window is exact where results, hours or days allow it, and else within the stated error', async () => {
  const [store, model] = await bothStores();
  const random = randomFrom(7);
  const seen = { exact: 0, hour: 0, day: 0 };
  for (let asked = 0; asked < 60; asked += 1) {
    const unit = [1, minute, hour, day][asked % 4] ?? 1;
    const [one = 0, other = 0] = [random(), random()].map(
      (part) => startAt + Math.round((part * days * day) / unit) * unit,
    );
    const span = { fromAt: Math.min(one, other), toAt: Math.max(one, other) + unit };
    const tallies = await store.tallies(span);
    const { errorMs } = tallies[0] ?? { errorMs: 0 };
    if (errorMs === 0) {
      seen.exact += 1;
      expect(tallies).toEqual(await model.tallies(span));
      continue;
    }
    seen[errorMs > hour ? 'day' : 'hour'] += 1;
    expect(errorMs).toBeLessThanOrEqual(day);
    const most = await model.tallies({ fromAt: span.fromAt - errorMs, toAt: span.toAt + errorMs });
    const least = await model.tallies({
      fromAt: span.fromAt + errorMs,
      toAt: Math.max(span.fromAt + errorMs, span.toAt - errorMs),
    });
    for (const tally of tallies) {
      const countIn = (all: readonly (StoredTally & { readonly service: string })[]) =>
        total(all.find(({ service }) => service === tally.service));
      expect(total(tally)).toBeLessThanOrEqual(countIn(most));
      expect(total(tally)).toBeGreaterThanOrEqual(countIn(least));
    }
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(3);
});

function total(tally: StoredTally | undefined): number {
  return Object.values(tally?.counts ?? {}).reduce((sum, count) => sum + count, 0);
}

test('a window whose results are gone is moved to full hours, one whose hours are gone to full days', async () => {
  const [store, model] = await bothStores();
  const from = startAt + 30 * day;
  const cut = { fromAt: from + 10 * hour + 20 * minute, toAt: from + 20 * hour + 45 * minute };
  const moved = { fromAt: from + 10 * hour, toAt: from + 21 * hour };
  expect(await store.tallies(cut)).toEqual(
    (await model.tallies(moved)).map((tally) => ({ ...tally, errorMs: 35 * minute })),
  );
  const old = startAt + 10 * day;
  const [tally] = await store.tallies({
    service: serviceName(0),
    fromAt: old + 13 * hour,
    toAt: old + 2 * day + 11 * hour,
  });
  const [whole] = await model.tallies({ service: serviceName(0), fromAt: old + day, toAt: old + 2 * day });
  expect(tally).toEqual({ ...whole, errorMs: 22 * hour });
});

test('what results say over time is the same whether they, their hours or only their days are left', async () => {
  const [store, model] = await bothStores();
  for (const span of [
    { fromAt: startAt, toAt: now },
    { fromAt: startAt + 9 * day + 7 * hour, toAt: startAt + 20 * day + 5 },
    { fromAt: startAt + 33 * day + 1, toAt: startAt + 37 * day + hour + 1 },
  ]) {
    expect(await store.tracks(span)).toEqual(await model.tracks(span));
  }
});

test('an import that is made again changes nothing, whatever its age', async () => {
  const [store] = await bothStores();
  const figures = async () => ({
    tallies: await store.tallySeries({ cuts: [startAt, startAt + 20 * day, startAt + 38 * day, now] }),
    tracks: await store.tracks({ fromAt: startAt, toAt: now }),
  });
  const before = await figures();
  expect(await store.importResults(past)).toEqual({ added: 0 });
  while ((await store.maintain(now + 2 * hour)).more);
  expect(await store.importResults(past.slice(1_000))).toEqual({ added: 0 });
  expect(await figures()).toEqual(before);
});

test('results older than days are kept leave nothing behind', async () => {
  const { store } = await openAt(join(await testFolder(), 'svcmon.db'), {
    clock: createFakeClock({ at: now }),
    retention,
  });
  const ancient = past.slice(0, 9).map((result) => ({ ...result, startedAt: result.startedAt - 100 * day }));
  expect(await store.importResults(ancient)).toEqual({ added: 0 });
  expect(await store.tallies({ fromAt: 0, toAt: now })).toEqual([]);
});

test('a process that takes in the past lets another one that keeps the history write meanwhile', async () => {
  const path = join(await testFolder(), 'svcmon.db');
  const clock = createFakeClock({ at: now });
  const { store: monitor } = await openAt(path, { clock, retention });
  const { store: importer } = await openAt(path, { mode: 'shared-write', clock, retention });
  const half = past.length / 2;
  const [{ added }] = await Promise.all([
    importer.importResults(past.slice(0, half)),
    monitor.importResults(past.slice(half)).then(async () => {
      while ((await monitor.maintain(now)).more);
    }),
  ]);
  expect(added).toBe(half);
  while ((await monitor.maintain(now + 2 * hour)).more);
  const model = createMemoryStore();
  await model.importResults(past);
  const span = { fromAt: startAt, toAt: startAt + (days + 1) * day };
  expect(await monitor.tallies(span)).toEqual(await model.tallies(span));
});
