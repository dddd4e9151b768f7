import type { Effects } from '../app/effects.ts';
import type { StorageSettings } from '../config/config.ts';
import { type OpenedStore, openStore } from '../storage/open.ts';
import { StoreRefused } from '../storage/store-refused.ts';
import { exitCodes, UsageError } from './exit-code.ts';

/** Opens the configured store for keeping the history; rejects with a UsageError that says what keeps it from that, exit code 3. */
export async function openHistory(
  { url, retention }: StorageSettings,
  { clock, startTimer }: Pick<Effects, 'clock' | 'startTimer'>,
): Promise<OpenedStore> {
  try {
    return await openStore({ url, mode: 'write', retention, clock, startTimer });
  } catch (error) {
    if (error instanceof StoreRefused) throw new UsageError(error.message, exitCodes.storeUnusable);
    throw error;
  }
}
