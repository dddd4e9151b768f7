import type { Publish } from './events.ts';
import type { Ledger } from './ledger.ts';
import { type OwnTrouble, storageTrouble } from './own-trouble.ts';

export interface StoreWatchParts {
  readonly ledger: Pick<Ledger, 'watch'>;
  readonly publish: Publish;
  raise(trouble: OwnTrouble): Promise<void>;
  clear(rule: OwnTrouble['rule']): Promise<void>;
}

// A file that was busy for once is no reason to wake anybody.
const attemptsBeforeAlert = 2;

/** One alert about a store that stays unavailable; it goes out all the same, since what is to be sent is also in memory. */
export function watchStore({ ledger, publish, raise, clear }: StoreWatchParts): void {
  let alerted = false;
  ledger.watch((availability) => {
    if (availability.state === 'available') {
      publish({ kind: 'storage', state: 'available' });
      if (alerted) void clear('storage');
      alerted = false;
      return;
    }
    const { error, attempts } = availability;
    if (attempts === 1) publish({ kind: 'storage', state: 'unavailable', error });
    if (attempts < attemptsBeforeAlert || alerted) return;
    alerted = true;
    void raise(storageTrouble(error));
  });
}
