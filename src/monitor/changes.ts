import type { OutboxItem } from '../domain/alert.ts';
import type { MonitorEvent } from './events.ts';
import type { Ledger } from './ledger.ts';
import type { CommitPart } from './unsaved.ts';

/** What one call of the pipeline changes: held to be told of once it is stored. */
export interface Changes {
  /** Makes it hold, and remembers what it gives cause to send and to tell. */
  apply(part: CommitPart): void;
  tell(event: MonitorEvent): void;
  /** What may be sent once it is stored. */
  readonly items: readonly OutboxItem[];
  readonly events: readonly MonitorEvent[];
}

/** No changes yet. */
export function createChanges(ledger: Pick<Ledger, 'apply'>): Changes {
  const items: OutboxItem[] = [];
  const events: MonitorEvent[] = [];
  return {
    items,
    events,
    tell: (event) => events.push(event),
    apply(part) {
      if (Object.values(part).every(({ length }) => length === 0)) return;
      ledger.apply(part);
      items.push(...(part.outbox ?? []));
      for (const result of part.results ?? []) events.push({ kind: 'result', result });
      for (const incident of part.incidents ?? []) events.push({ kind: 'incident', incident });
      for (const alert of part.alerts ?? []) events.push({ kind: 'alert', alert });
      for (const notSent of part.notSent ?? []) events.push({ kind: 'not_sent', notSent });
    },
  };
}
