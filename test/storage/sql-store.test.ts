import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clock } from '../../src/domain/clock.ts';
import type { Store } from '../../src/storage/store.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import { commitOf, lifelikeResult, randomFrom, serviceName } from '../support/many-results.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { describeStore } from './contract.ts';
import { historicResult } from './contract-history.ts';
import { health, noon } from './records.ts';
import { openAt, testFolder } from './stores.ts';

async function openEmpty(): Promise<Store> {
  return (await openAt(join(await testFolder(), 'svcmon.db'))).store;
}

describeStore('a store in SQLite', openEmpty);
describeStore('a store in memory', async () => createMemoryStore());
describeStore('a store in SQLite that packs at every step', async () => packing(await openEmpty()));

/** Packs what was committed before every read. */
function packing(store: Store): Store {
  const packed = <Arguments extends readonly unknown[], Result>(read: (...args: Arguments) => Promise<Result>) => {
    return async (...args: Arguments) => {
      await maintainAll(store, noon + 10 * 86_400_000);
      return read(...args);
    };
  };
  const { results, rollups, tracks, tallies, tallySeries, commit, importResults } = store;
  return {
    ...store,
    results: packed(results),
    rollups: packed(rollups),
    tracks: packed(tracks),
    tallies: packed(tallies),
    tallySeries: packed(tallySeries),
    commit: packed(commit),
    importResults: packed(importResults),
  };
}

async function maintainAll(store: Store, now: number): Promise<void> {
  while ((await store.maintain(now)).more);
}

/** A clock on which every look takes so long that a step ends after one or two services. */
function hastyClock(): Clock {
  let reading = 0;
  return {
    now: () => noon,
    monotonic: () => {
      reading += 4;
      return reading;
    },
  };
}

type Step =
  | { readonly do: 'commit' | 'import'; readonly results: readonly (readonly [service: number, at: number])[] }
  | { readonly do: 'maintain'; readonly steps: number; readonly now: number };

// Few enough that the same result often comes twice.
const at = fc.nat({ max: 60 }).map((index) => noon + index * 37 * 60_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('commit' as const, 'import' as const),
    results: fc.array(fc.tuple(fc.nat({ max: 4 }), at), { maxLength: 30 }),
  }),
  fc.record({ do: fc.constant('maintain' as const), steps: fc.nat({ max: 6 }), now: at }),
);

test('however results are packed and rolled up meanwhile, in whatever order they came, the history is that of memory', async () => {
  const path = join(await testFolder(), 'svcmon.db');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { store } = await openAt(path, { clock: hastyClock() });
      const model = createMemoryStore();
      try {
        for (const each of steps) {
          await take(each, [store, model]);
          expect(await historyOf(store)).toEqual(await historyOf(model));
        }
        expect(await figuresOf(store)).toEqual(await figuresOf(model));
      } finally {
        await store.close();
        await rm(path);
      }
    }),
    { numRuns: 40 },
  );
});

// Whole days, days of another zone, hours, and anything between.
const oddCuts = [-12, -2, -1.5, 0, 0.2, 0.3, 1, 5, 12, 13.7, 20, 22, 36, 37.5, 60].map(
  (hours) => noon + hours * 3_600_000,
);

async function historyOf(store: Store) {
  const range = { fromAt: 0, toAt: noon + 10 * 86_400_000 };
  return {
    // Services whose results began at the same instant have no order among themselves.
    results: sorted(await store.results({ ...range, limit: 10_000 })),
    hours: await store.rollups({ ...range, period: 'hour' }),
    days: await store.rollups({ ...range, period: 'day' }),
    today: await store.rollups({ ...range, fromAt: noon, service: serviceName(1), period: 'day' }),
  };
}

async function figuresOf(store: Store) {
  return {
    tracks: await store.tracks({ fromAt: 0, toAt: noon + 10 * 86_400_000 }),
    tracksWithin: await store.tracks({ fromAt: noon + 5 * 3_600_000 + 7, toAt: noon + 20 * 3_600_000 + 11 }),
    tracksLater: await store.tracks({ fromAt: noon + 86_400_000, toAt: noon + 86_400_000 + 1 }),
    tallies: await store.tallies({ fromAt: noon + 123_456, toAt: noon + 30 * 3_600_000 + 777 }),
    series: await store.tallySeries({ cuts: oddCuts }),
  };
}

test('finds the first results of any span among hundreds of blocks, also of results that came late', async () => {
  const { store } = await openAt(join(await testFolder(), 'svcmon.db'));
  const model = createMemoryStore();
  const random = randomFrom(1);
  for (let round = 0; round < 60; round += 1) {
    const results = Array.from({ length: 24 }, (_, service) => {
      const late = random() < 0.2 ? random() * 40 : random();
      return lifelikeResult(service % 6, noon + Math.round((round - late) * 3_600_000));
    });
    for (const each of [store, model]) {
      await each.commit(commitOf({ results }));
      await maintainAll(each, noon + (round + 2) * 3_600_000);
    }
  }
  for (let asked = 0; asked < 200; asked += 1) {
    const fromAt = noon + Math.round(random() * 60 * 3_600_000);
    const query = {
      ...(asked % 2 === 0 && { service: serviceName(asked % 6) }),
      ...(asked % 3 === 0 && { fromAt, toAt: fromAt + Math.round(random() * 86_400_000) }),
      order: asked % 4 < 2 ? ('newest' as const) : ('oldest' as const),
      limit: 1 + Math.floor(random() * 700),
    };
    expect(await store.results(query)).toEqual(await model.results(query));
  }
});

test.each(Array.from({ length: 16 }, (_, index) => index))(
  'counts a result that comes late after %i steps of upkeep in its hour and its day',
  async (steps) => {
    const { store } = await openAt(join(await testFolder(), 'svcmon.db'), { clock: hastyClock() });
    const tomorrow = noon + 86_400_000;
    const results = Array.from({ length: 8 }, (_, service) => lifelikeResult(service, noon));
    await store.commit(commitOf({ results }));
    for (let count = 0; count < steps; count += 1) await store.maintain(tomorrow);
    await store.commit(commitOf({ results: [lifelikeResult(0, noon + 60_000), lifelikeResult(7, noon + 60_000)] }));
    await maintainAll(store, tomorrow);
    await maintainAll(store, tomorrow + 86_400_000);
    for (const period of ['hour', 'day'] as const) {
      const rollups = await store.rollups({ period, fromAt: 0, toAt: tomorrow });
      expect(rollups.map(({ counts }) => counts.healthy + counts.unhealthy)).toEqual([2, 1, 1, 1, 1, 1, 1, 2]);
    }
  },
);

async function take(each: Step, stores: readonly Store[]): Promise<void> {
  for (const store of stores) {
    if (each.do === 'maintain') {
      for (let count = 0; count < each.steps; count += 1) await store.maintain(each.now);
      continue;
    }
    const results = each.results.map(([service, startedAt]) => historicResult(service, startedAt));
    if (each.do === 'commit') await store.commit(commitOf({ results }));
    else await store.importResults(results.map(toStoredResult));
  }
}

function sorted<T extends { readonly service: string; readonly startedAt: number }>(
  results: readonly T[],
): readonly T[] {
  return results.toSorted((a, b) => a.startedAt - b.startedAt || (a.service < b.service ? -1 : 1));
}

test('asked for upkeep while it is at it, a store answers both together', async () => {
  const store = await openEmpty();
  await store.commit(commitOf({ results: [lifelikeResult(0, noon)] }));
  const [first, second] = await Promise.all([store.maintain(noon + 7_200_000), store.maintain(noon + 7_200_000)]);
  expect(second).toBe(first);
});

test('waits with closing until what was begun is stored', async () => {
  const path = join(await testFolder(), 'svcmon.db');
  const { store } = await openAt(path);
  const commits = Array.from({ length: 20 }, (_, index) => {
    return store.commit(commitOf({ health: [{ service: serviceName(index), health: health() }] }));
  });
  await store.close();
  await Promise.all(commits);
  const { store: reopened } = await openAt(path, { mode: 'read' });
  expect((await reopened.loadStates()).size).toBe(20);
});
