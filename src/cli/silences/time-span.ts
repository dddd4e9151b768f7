import type { Command } from 'commander';
import { formatDuration } from '../../domain/duration.ts';
import { UsageError } from '../exit-code.ts';
import { parseInstant, positiveDuration } from '../instant.ts';

/** How long something lasts, as typed. */
export interface SpanOptions {
  readonly from?: string;
  /** Ms. */
  readonly for?: number;
  readonly until?: string;
}

/** Declares `--for` and `--until`. */
export function withEndOptions(command: Command): Command {
  return command
    .option('--for <duration>', 'how long, such as 30m or 2h', positiveDuration)
    .option('--until <time>', 'when it ends, such as 22:00 or "2026-12-24 22:00"');
}

// Whoever means longer means to take the service out of the configuration.
const longestMs = 366 * 86_400_000;

/** The span that the options ask for, epoch ms; throws a UsageError where there is none, or it is over. */
export function spanOf(
  { from, for: durationMs, until }: SpanOptions,
  nowAt: number,
): { readonly startsAt: number; readonly endsAt: number } {
  const startsAt = from === undefined ? nowAt : instantIn('--from', from, nowAt);
  if ((durationMs === undefined) === (until === undefined)) {
    throw new UsageError('say how long: with --for, or with --until');
  }
  const endsAt = until === undefined ? startsAt + (durationMs ?? 0) : instantIn('--until', until, nowAt);
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
