import type { OutboxItem } from '../../domain/alert.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { Style } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';

/** What became of a message, or what it waits for, as the end of a sentence. */
export function fateOf(item: OutboxItem, time: WallTime): string {
  const { state, kind, attempts, settledAt, lastError } = item;
  const when = settledAt === undefined ? '' : ` at ${time.at(settledAt)}`;
  const why = lastError === undefined ? '' : `: ${toPlainLine(lastError)}`;
  switch (state) {
    case 'delivered':
      return `delivered${when}${attempts > 1 ? ` after ${attempts} attempts` : ''}`;
    case 'rejected':
      return `${kind === 'test' ? 'did not arrive' : 'refused for good'}${when}${why}`;
    case 'replaced':
      return 'not sent: a newer message says all that it would have said';
    case 'dropped':
      return `dropped${when}${why}`;
    case 'pending':
      return waitOf(item, time);
  }
}

function waitOf({ attempts, notBeforeAt, lastError }: OutboxItem, time: WallTime): string {
  const isDue = notBeforeAt <= time.nowAt;
  if (attempts === 0)
    return isDue ? 'waits to be sent' : `waits until ${time.at(notBeforeAt)} for others to go with it`;
  const failed = attempts === 1 ? 'one attempt failed' : `${attempts} attempts failed`;
  const why = lastError === undefined ? '' : `, the last: ${toPlainLine(lastError)}`;
  return `${failed}${why}; ${isDue ? 'the next is due now' : `the next at ${time.at(notBeforeAt)}`}`;
}

/** A sign one column wide, and how it is painted. */
export interface Mark {
  readonly sign: string;
  readonly paint: (text: string) => string;
}

/** The sign of the state of a message. */
export function markOf({ state }: Pick<OutboxItem, 'state'>, { glyphs, status, quiet }: Style): Mark {
  const marks: Record<OutboxItem['state'], Mark> = {
    delivered: { sign: glyphs.passed, paint: status.healthy },
    rejected: { sign: glyphs.failed, paint: status.unhealthy },
    dropped: { sign: glyphs.failed, paint: status.unhealthy },
    replaced: { sign: glyphs.none, paint: quiet },
    pending: { sign: glyphs.pending, paint: status.degraded },
  };
  return marks[state];
}
