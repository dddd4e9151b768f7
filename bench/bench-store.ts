import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../src/app/system-clock.ts';
import { systemTimer } from '../src/resilience/timer.ts';
import { defaultRetention, openStore } from '../src/storage/open.ts';
import type { Store } from '../src/storage/store.ts';

/** The day that the results of the benchmark are of, epoch ms. */
export const dayAt = Date.UTC(2026, 10, 21);

export const dayMs = 86_400_000;

/** Opens the store of a file for keeping, made where it is missing. */
export async function openBenchStore(path: string, retention = defaultRetention): Promise<Store> {
  const effects = { clock: systemClock, startTimer: systemTimer };
  return (await openStore({ url: `sqlite:${path}`, mode: 'write', retention, ...effects })).store;
}

/** Takes every step that is due. */
export async function maintainAll(store: Store, now: number): Promise<void> {
  while ((await store.maintain(now)).more) await nextTurn();
}
