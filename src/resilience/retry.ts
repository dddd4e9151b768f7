import type { Clock } from '../domain/clock.ts';
import { type StartTimer, sleep } from './timer.ts';

/** Delay before retry n: base × factor^(n-1), at most `maxDelayMs`; with jitter a uniform part of that. */
export interface Backoff {
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly backoffFactor: number;
  readonly maxDelayMs: number;
  readonly jitter: boolean;
}

export interface RetryOptions<Outcome> {
  readonly backoff: Backoff;
  /** Monotonic instant by which the last attempt has to end; attempts are to clip their own timeout to it. */
  readonly deadlineAt: number;
  shouldRetry(outcome: Outcome): boolean;
  /** How long the other side asked to be left alone, ms; honoured up to `maxDelayMs`. */
  retryAfterMs(outcome: Outcome): number | undefined;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly startTimer: StartTimer;
}

/** The place of an attempt within its run. */
export interface Turn {
  /** From 1. */
  readonly number: number;
  /** How long the run waited for this attempt, ms. */
  readonly waitedMs: number;
}

/** An attempt is not begun with less time than this before the deadline: it would only measure our own haste. */
export const leastAttemptMs = 100;

/**
 * Tries until an outcome is not to be retried, the retries are used up, the signal fires, or the next attempt could not
 * end before the deadline. Resolves with every outcome in order, at least one; rejects only if an attempt does.
 */
export async function retry<Outcome>(
  attempt: (turn: Turn) => Promise<Outcome>,
  options: RetryOptions<Outcome>,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { backoff, deadlineAt, clock, startTimer } = options;
  const outcomes: Outcome[] = [];
  let waitedMs = 0;
  for (;;) {
    const number = outcomes.length + 1;
    const outcome = await attempt({ number, waitedMs });
    outcomes.push(outcome);
    if (number > backoff.maxRetries || signal.aborted || !options.shouldRetry(outcome)) return outcomes;

    const beganWaitingAt = clock.monotonic();
    const delayMs = Math.max(backoffDelay(number, options), askedDelay(outcome, options));
    if (beganWaitingAt + delayMs > deadlineAt - leastAttemptMs) return outcomes;
    await sleep(delayMs, { startTimer, signal });
    waitedMs = clock.monotonic() - beganWaitingAt;
    if (signal.aborted || clock.monotonic() > deadlineAt - leastAttemptMs) return outcomes;
  }
}

/** Exponential backoff with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). */
function backoffDelay<Outcome>(retryNumber: number, { backoff, random }: RetryOptions<Outcome>): number {
  const { baseDelayMs, backoffFactor, maxDelayMs, jitter } = backoff;
  const ceilingMs = Math.min(maxDelayMs, baseDelayMs * backoffFactor ** (retryNumber - 1));
  return jitter ? random() * ceilingMs : ceilingMs;
}

function askedDelay<Outcome>(outcome: Outcome, { backoff, retryAfterMs }: RetryOptions<Outcome>): number {
  return Math.min(backoff.maxDelayMs, retryAfterMs(outcome) ?? 0);
}
