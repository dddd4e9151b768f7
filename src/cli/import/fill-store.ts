import { systemClock } from '../../app/system-clock.ts';
import type { StorageSettings } from '../../config/config.ts';
import { systemTimer } from '../../resilience/timer.ts';
import { openStore } from '../../storage/open.ts';
import type { Store } from '../../storage/store.ts';
import { StoreRefused } from '../../storage/store-refused.ts';
import { toUsageError } from '../stored-state.ts';

type Storage = Pick<StorageSettings, 'url'> & Partial<Pick<StorageSettings, 'retention'>>;

/**
 * Writes much to a store, and keeps it in order afterwards where no monitor does; makes it where there is none. Rejects
 * with a UsageError where that cannot be done.
 */
export async function fillStore<T>(
  storage: Storage,
  fill: (store: Store) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    const { store, isAlone } = await openAloneOrBeside(storage);
    try {
      const filled = await fill(store);
      while (isAlone && !signal.aborted && (await store.maintain(systemClock.now())).more);
      return filled;
    } finally {
      await store.close();
    }
  } catch (thrown) {
    throw toUsageError(thrown);
  }
}

async function openAloneOrBeside(storage: Storage) {
  const options = { ...storage, clock: systemClock, startTimer: systemTimer };
  try {
    return { ...(await openStore({ ...options, mode: 'write' })), isAlone: true };
  } catch (thrown) {
    if (!(thrown instanceof StoreRefused && thrown.reason === 'locked')) throw thrown;
  }
  return { ...(await openStore({ ...options, mode: 'shared-write' })), isAlone: false };
}
