import { systemClock } from '../app/system-clock.ts';
import { systemTimer } from '../resilience/timer.ts';
import { openStore } from '../storage/open.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';
import { StoreRefused } from '../storage/store-refused.ts';
import type { CommandContext } from './command.ts';
import { exitCodes, UsageError } from './exit-code.ts';
import type { StateConfig } from './open-state.ts';

/** What can be asked of a store without changing it. */
export type StoreReader = Pick<
  Store,
  | 'loadStates'
  | 'pendingOutbox'
  | 'outboxHistory'
  | 'notSent'
  | 'incidents'
  | 'incident'
  | 'results'
  | 'failures'
  | 'rollups'
  | 'silences'
  | 'maintenance'
  | 'pausedServices'
  | 'calls'
  | 'tracks'
  | 'tallies'
  | 'tallySeries'
  | 'incidentsBetween'
  | 'pauses'
  | 'deployments'
  | 'deployment'
>;

type Stored = Pick<StateConfig, 'storage'>;

/**
 * Reads from the store, whether or not a monitor writes to it; where nothing was stored yet that is noted, and all is
 * empty. Rejects with a UsageError where it cannot be read.
 */
export async function readStore<T>(
  { storage }: Stored,
  { output }: { readonly output: Pick<CommandContext['output'], 'note'> },
  read: (store: StoreReader) => Promise<T>,
): Promise<T> {
  const { url } = storage;
  try {
    const { store } = await openStore({ url, mode: 'read', clock: systemClock, startTimer: systemTimer });
    return await closing(store, read);
  } catch (thrown) {
    if (!(thrown instanceof StoreRefused && thrown.reason === 'missing')) throw toUsageError(thrown);
  }
  output.note('no history yet: run svcmon monitor');
  return read(nothingStored);
}

/** Reads again and again. */
export type QuietReader = <T>(read: (store: StoreReader) => Promise<T>) => Promise<T>;

/** The same as `readStore`, without a note where nothing was stored yet. */
export function readQuietly<T>(stored: Stored, read: (store: StoreReader) => Promise<T>): Promise<T> {
  return readStore(stored, { output: { note: () => undefined } }, read);
}

/** Writes to the store beside a monitor that may be running; makes it where there is none. Rejects with a UsageError where that cannot be done. */
export async function writeStore<T>({ storage }: Stored, write: (store: Store) => Promise<T>): Promise<T> {
  const { url } = storage;
  try {
    const { store } = await openStore({ url, mode: 'shared-write', clock: systemClock, startTimer: systemTimer });
    return await closing(store, write);
  } catch (thrown) {
    throw toUsageError(thrown);
  }
}

async function closing<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** What keeps a store from being used as a UsageError; anything else comes back as it is. */
export function toUsageError(thrown: unknown): unknown {
  const known = thrown instanceof StoreRefused || thrown instanceof StoreUnavailable;
  return known ? new UsageError(thrown.message, exitCodes.unknown) : thrown;
}

const nothingStored: StoreReader = {
  loadStates: async () => new Map(),
  pendingOutbox: async () => [],
  outboxHistory: async () => [],
  notSent: async () => [],
  incidents: async () => [],
  incident: async () => undefined,
  results: async () => [],
  failures: async () => [],
  rollups: async () => [],
  silences: async () => [],
  maintenance: async () => [],
  pausedServices: async () => [],
  calls: async () => ({ heartbeats: new Map(), listening: [] }),
  tracks: async () => [],
  tallies: async () => [],
  tallySeries: async () => [],
  incidentsBetween: async () => [],
  pauses: async () => [],
  deployments: async () => [],
  deployment: async () => undefined,
};
