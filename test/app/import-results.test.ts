import { describe, expect, test } from 'vitest';
import { isCutOff, type PastResult } from '../../src/app/fold-past.ts';
import { importResults } from '../../src/app/import-results.ts';
import type { Status } from '../../src/domain/status.ts';
import type { Store } from '../../src/storage/store.ts';
import { incident, noon } from '../storage/records.ts';
import { commitOf } from '../support/many-results.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const minute = 60_000;
const letters: Readonly<Record<string, Status>> = { H: 'healthy', D: 'degraded', U: 'unhealthy', '?': 'unknown' };
const policy = { failureCountAlert: 3, recoveryCount: 2 };

/** One result a minute, from so many minutes after noon on. */
function results(pattern: string, from = 0): readonly PastResult[] {
  return [...pattern].map((letter, index) => {
    const status = letters[letter] ?? 'unknown';
    const startedAt = noon + (from + index) * minute;
    const found = { status, reason: status === 'healthy' ? 'ok' : 'imported', message: 'it said so' } as const;
    return { service: 'api', startedAt, intervalMs: minute, durationMs: 0, attempts: 1, ...found };
  });
}

async function importing(store: Store, pattern: string, { from = 0, batch = 4 } = {}) {
  const all = results(pattern, from);
  async function* batches() {
    for (let at = 0; at < all.length; at += batch) yield all.slice(at, at + batch);
  }
  const [api] = await importResults(batches(), { store, policyOf: () => policy, signal: new AbortController().signal });
  return api;
}

async function incidentsIn(store: Store) {
  const all = await store.incidents({ limit: 100 });
  return all.map(({ startedAt, recoveredAt, closedAt }) => {
    const since = (at = Number.NaN) => (at - noon) / minute;
    return [since(startedAt), since(recoveredAt ?? closedAt)];
  });
}

describe('imported results', () => {
  test.each([
    ['make no incident of single failures', 'HUHUUHH', []],
    ['make one from first failure to first success', 'HUUUUHUHHH', [[1, 7]]],
    ['learn nothing from what could not see', 'HUU?UHHH', [[1, 5]]],
    ['are cut off where they end within one', 'HHUUU', [[2, 6]]],
  ])('%s', async (_name, pattern, expected) => {
    const store = createMemoryStore();
    await importing(store, pattern);
    expect(await incidentsIn(store)).toEqual(expected);
  });

  test('go on where earlier ones ended', async () => {
    const store = createMemoryStore();
    await importing(store, 'HHUUU');
    expect((await store.incidents({ limit: 9 })).map(isCutOff)).toEqual([true]);
    await importing(store, 'UUHH', { from: 5 });
    expect(await incidentsIn(store)).toEqual([[2, 7]]);
    expect((await store.incidents({ limit: 9 })).map(isCutOff)).toEqual([false]);
  });

  test('come to the same, whichever part is imported again', async () => {
    const store = createMemoryStore();
    await importing(store, 'HHUUU');
    await importing(store, 'UUHHUUUHH', { from: 5 });
    const once = await store.incidents({ limit: 9 });
    await importing(store, 'HHUUU');
    expect(await store.incidents({ limit: 9 })).toEqual(once);
    await importing(store, 'UUHHUUUHH', { from: 5 });
    expect(await store.incidents({ limit: 9 })).toEqual(once);
    expect(await incidentsIn(store)).toEqual([
      [9, 12],
      [2, 7],
    ]);
  });

  test('leave it to svcmon where it has seen an incident itself', async () => {
    const store = createMemoryStore();
    const own = incident({ startedAt: noon + 3 * minute, recoveredAt: noon + 6 * minute, closedAt: noon + 7 * minute });
    await store.commit(commitOf({ incidents: [own] }));
    const api = await importing(store, 'HHUUUUHHUUUHH');
    expect(api).toMatchObject({ results: 13, added: 13, incidents: 1, known: 1 });
    expect((await store.incidents({ limit: 9 })).map(({ id }) => id)).toEqual([
      'imported/api/2026-11-21T12:08:00.000Z',
      'i-1',
    ]);
  });

  test('tell the story of an incident in its time', async () => {
    const store = createMemoryStore();
    await importing(store, 'HUUUUHH');
    const told = await store.incident('imported/api/2026-11-21T12:01:00.000Z');
    expect(told?.timeline.map(({ kind, at }) => [kind, (at - noon) / minute])).toEqual([
      ['first_failure', 1],
      ['confirmed', 3],
      ['recovered', 5],
      ['closed', 6],
    ]);
    expect(told?.incident).toMatchObject({ reason: 'imported', message: 'it said so' });
  });

  test('are not stored any further when it is stopped', async () => {
    const store = createMemoryStore();
    const controller = new AbortController();
    async function* batches() {
      yield results('HH');
      controller.abort();
      yield results('HH', 2);
    }
    const parts = { store, policyOf: () => policy, signal: controller.signal };
    await expect(importResults(batches(), parts)).rejects.toThrow();
    expect(await store.results({ limit: 9 })).toEqual([]);
  });
});
