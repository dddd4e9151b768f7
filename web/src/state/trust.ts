import { connection } from './live.ts';
import { createStore, useStore } from './store.ts';
import { now } from './time.ts';

/** How much of what is shown can be believed: nothing is green that is not known to be so now. */
export interface Trust {
  readonly kind: 'fresh' | 'stale' | 'none';
  /** When the newest of what is shown was true, in epoch ms. */
  readonly asOfAt: number | undefined;
}

export const trust = createStore<Trust>({ kind: 'none', asOfAt: undefined });

/** When the newest answer about the services was read. */
const readAt = createStore<number | undefined>(undefined);

/** Told after every answer about the state of services. */
export function tellRead(at: number): void {
  readAt.set(at);
  weigh();
}

/** Keeps `trust` true, and the page marked where it is stale. */
export function keepTrust(): void {
  connection.subscribe(weigh);
  now.subscribe(weigh);
}

/** Whether what is shown must not be taken for the present. */
export const useIsStale = (): boolean => useStore(trust, ({ kind }) => kind === 'stale');

// A stream that is cut and back at once is no reason to alarm anybody; that nothing answers is sooner one.
const lostMs = 5_000;
const awayMs = 1_500;
// Twice the usual interval of a check.
const oldMs = 120_000;

function weigh(): void {
  const asOfAt = readAt.get();
  const { kind, since, isAway } = connection.get();
  const at = Date.now();
  const patienceMs = kind === 'paused' ? oldMs : isAway ? awayMs : lostMs;
  const isCut = kind !== 'live' && kind !== 'polling' && at - since > patienceMs;
  const isOld = asOfAt !== undefined && at - asOfAt > oldMs;
  const next = asOfAt === undefined ? 'none' : isCut || isOld ? 'stale' : 'fresh';
  const before = trust.get();
  if (next === 'stale') document.documentElement.dataset.stale = '';
  else delete document.documentElement.dataset.stale;
  if (before.kind !== next || before.asOfAt !== asOfAt) trust.set({ kind: next, asOfAt });
}
