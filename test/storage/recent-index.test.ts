import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Store } from '../../src/storage/store.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import { commitOf, lifelikeResult, serviceName } from '../support/many-results.ts';
import { noon } from './records.ts';
import { openAt, testFolder } from './stores.ts';

const services = [0, 1, 2];
const minuteMs = 60_000;
const commit = fc.array(fc.tuple(fc.constantFrom(...services), fc.integer({ min: 0, max: 40 })), { maxLength: 20 });

test('of each service its own results are found, however late they are stored, by whomever, and packed meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(commit, fc.boolean(), fc.nat(9)), { maxLength: 12 }), async (steps) => {
      const path = join(await testFolder(), 'svcmon.db');
      const { store } = await openAt(path);
      const other = (await openAt(path, { mode: 'shared-write' })).store;
      const stored = new Map<string, CheckResult>();
      for (const [looks, byOther, packs] of steps) {
        const results = looks.map(([service, minute]) => lifelikeResult(service, noon + minute * minuteMs + service));
        await (byOther ? other : store).commit(commitOf({ results }));
        for (const result of results) stored.set(`${result.service} ${result.startedAt}`, result);
        for (let step = 0; packs > 7 && step < packs; step += 1) await store.maintain(noon + 86_400_000);
        for (const number of services) {
          const service = serviceName(number);
          await expectFound(
            store,
            service,
            [...stored.values()].filter((result) => result.service === service),
          );
        }
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

async function expectFound(store: Store, service: string, results: readonly CheckResult[]): Promise<void> {
  const known = results.toSorted((a, b) => b.startedAt - a.startedAt).map(toStoredResult);
  const range = { fromAt: noon + 5 * minuteMs, toAt: noon + 30 * minuteMs };
  const within = known.filter(({ startedAt }) => startedAt >= range.fromAt && startedAt < range.toAt);
  expect(await store.results({ service, limit: 1_000 })).toEqual(known);
  expect(await store.results({ service, ...range, limit: 3 })).toEqual(within.slice(0, 3));
  const oldest = await store.results({ service, ...range, limit: 3, order: 'oldest' });
  expect(oldest).toEqual(within.toReversed().slice(0, 3));
  const [tally] = await store.tallies({ service, ...range });
  expect(Object.values(tally?.counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(within.length);
}

test('more results of a service than one statement asks for are found in their order', async () => {
  const { store } = await openAt(join(await testFolder(), 'svcmon.db'));
  const results = Array.from({ length: 1_300 }, (_, second) => lifelikeResult(second % 2, noon + second * 1_000));
  await store.commit(commitOf({ results }));
  for (let time = 0; time < 6; time += 1) {
    const found = await store.results({ service: serviceName(1), limit: 10_000, order: 'oldest' });
    expect(found).toEqual(results.filter(({ service }) => service === serviceName(1)).map(toStoredResult));
    expect(await store.results({ service: 'nobody', limit: 10 })).toEqual([]);
  }
});
