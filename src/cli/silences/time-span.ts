import { formatDuration } from '../../domain/duration.ts';
import { UsageError } from '../exit-code.ts';
import { durationIn, parseInstant } from '../instant.ts';
import type { SpanOptions } from '../state-options.ts';

// Whoever means longer means to take the service out of the configuration.
const longestMs = 366 * 86_400_000;

/** The span that the options ask for, epoch ms; throws a UsageError where there is none, or it is over. */
export function spanOf(
  { from, for: duration, until }: SpanOptions,
  nowAt: number,
): { readonly startsAt: number; readonly endsAt: number } {
  const startsAt = from === undefined ? nowAt : instantIn('--from', from, nowAt);
  if ((duration === undefined) === (until === undefined)) {
    throw new UsageError('say how long: with --for, or with --until');
  }
  const endsAt =
    until === undefined ? startsAt + durationIn('--for', duration ?? '') : instantIn('--until', until, nowAt);
  if (endsAt <= nowAt) {
    throw new UsageError(`it would be over already, for ${formatDuration(nowAt - endsAt)}`);
  }
  if (endsAt <= startsAt) throw new UsageError('it would end before it begins');
  if (endsAt - startsAt > longestMs) throw new UsageError('it would last longer than a year');
  return { startsAt, endsAt };
}

function instantIn(option: string, text: string, nowAt: number): number {
  const at = parseInstant(text, nowAt);
  if (at !== undefined) return at;
  throw new UsageError(
    `${option} ${JSON.stringify(text)}: expected a time such as "22:00", "2026-12-24 22:00" or "2h"`,
  );
}
