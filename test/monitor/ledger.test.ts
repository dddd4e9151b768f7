import { describe, expect, test } from 'vitest';
import { type Availability, Ledger } from '../../src/monitor/ledger.ts';
import { type Commit, StoreUnavailable } from '../../src/storage/store.ts';
import { alertOf, itemOf } from '../support/alerts.ts';
import { checkResult } from '../support/check-result.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function ledgerOn(commit: (commit: Commit) => Promise<void>) {
  const clock = createFakeClock();
  const ledger = new Ledger({ store: { commit }, loaded: new Map(), clock, startTimer: clock.startTimer, batchMs: 20 });
  return { clock, ledger };
}

/** A store whose writes end when the test says so. */
function slowStore() {
  const commits: Commit[] = [];
  const endings: { resolve(): void; reject(error: unknown): void }[] = [];
  const commit = (written: Commit) => {
    commits.push(written);
    return new Promise<void>((resolve, reject) => endings.push({ resolve, reject }));
  };
  return { commits, endings, commit };
}

const result = (startedAt: number) => checkResult({ startedAt });

describe('a ledger', () => {
  test('writes what comes within the batch time in one commit, the newest of what replaces itself', async () => {
    const store = slowStore();
    const { clock, ledger } = ledgerOn(store.commit);
    ledger.apply({ results: [result(1)], outbox: [itemOf()] });
    await clock.advance(10);
    ledger.apply({ results: [result(2)], outbox: [itemOf({ attempts: 1 })], alerts: [alertOf()] });
    expect(store.commits).toEqual([]);
    await clock.advance(10);
    expect(store.commits).toHaveLength(1);
    expect(store.commits[0]).toMatchObject({ outbox: [{ attempts: 1 }], alerts: [alertOf()], timeline: [] });
    expect(store.commits[0]?.results.map(({ startedAt }) => startedAt)).toEqual([1, 2]);
  });

  test('says when everything applied so far is stored, and not before', async () => {
    const store = slowStore();
    const { clock, ledger } = ledgerOn(store.commit);
    const said: string[] = [];
    ledger.apply({ results: [result(1)] });
    void ledger.saved().then(() => said.push('first'));
    await clock.advance(20);
    ledger.apply({ results: [result(2)] });
    void ledger.saved().then(() => said.push('second'));
    await clock.advance(20);
    expect([said, store.commits.length]).toEqual([[], 1]);
    store.endings[0]?.resolve();
    await clock.advance(0);
    expect([said, store.commits.length]).toEqual([['first'], 2]);
    store.endings[1]?.resolve();
    await clock.advance(0);
    expect(said).toEqual(['first', 'second']);
  });

  test('has nothing to wait for when nothing was applied', async () => {
    const { clock, ledger } = ledgerOn(() => Promise.resolve());
    await clock.settle(ledger.saved());
    await clock.settle(ledger.flush());
  });

  test('goes on in memory while the store is away, and writes it all, in order, when it is back', async () => {
    let full = true;
    const commits: Commit[] = [];
    const { clock, ledger } = ledgerOn(async (commit) => {
      if (full) throw new StoreUnavailable('no space left', { trouble: 'full' });
      commits.push(commit);
    });
    const said: Availability['state'][] = [];
    ledger.watch(({ state }) => said.push(state));
    ledger.apply({ results: [result(1)], alerts: [alertOf()] });
    const saved = ledger.saved();
    await clock.advance(20);
    await clock.settle(saved);
    expect([ledger.isAvailable(), said]).toEqual([false, ['unavailable']]);

    ledger.apply({ results: [result(2)], alerts: [alertOf({ held: 'paused' })] });
    await clock.settle(ledger.saved());
    expect(ledger.states.of('api').alerts).toEqual([alertOf({ held: 'paused' })]);
    await clock.advance(5_000);
    expect(said).toEqual(['unavailable', 'unavailable']);
    full = false;
    await clock.advance(5_000);
    expect([ledger.isAvailable(), said.at(-1)]).toEqual([true, 'available']);
    expect(commits).toHaveLength(1);
    expect(commits[0]).toMatchObject({ alerts: [{ held: 'paused' }] });
    expect(commits[0]?.results.map(({ startedAt }) => startedAt)).toEqual([1, 2]);
  });

  test('asks a store that is away every five seconds, however much there is to write', async () => {
    let attempts = 0;
    const { clock, ledger } = ledgerOn(async () => {
      attempts += 1;
      throw new StoreUnavailable('no space left');
    });
    for (let n = 0; n < 1_000; n += 1) {
      ledger.apply({ results: [result(n)] });
      await clock.advance(10);
    }
    expect(attempts).toBe(2);
  });

  test('takes a defect for an absence, too', async () => {
    const { clock, ledger } = ledgerOn(() => Promise.reject(new TypeError('x is not a function')));
    ledger.apply({ results: [result(1)] });
    await clock.advance(20);
    expect(ledger.isAvailable()).toBe(false);
  });

  test('writes at once when it is told to', async () => {
    const store = slowStore();
    const { clock, ledger } = ledgerOn(store.commit);
    ledger.apply({ results: [result(1)] });
    const flushed = ledger.flush();
    await clock.advance(0);
    expect(store.commits).toHaveLength(1);
    store.endings[0]?.resolve();
    await clock.settle(flushed);
    expect(clock.pendingTimers()).toBe(0);
  });
});
