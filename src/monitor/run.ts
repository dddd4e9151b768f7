import type { Attempt, CircuitState } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { Failure } from '../domain/failure.ts';
import type { Observation } from '../domain/observation.ts';
import { type Backoff, retry } from '../resilience/retry.ts';
import { type AttemptParts, attemptOnce, type Outcome } from './attempt.ts';
import type { Check } from './check.ts';
import { isRetryable, mayBeAskedTwice, retryAfterOf } from './retryable.ts';

/** What a run came to, before it is judged. */
export interface Run {
  /** Epoch ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly attempts: readonly Attempt[];
  readonly maxAttempts: number;
  readonly ending:
    | { readonly kind: 'answered'; readonly observation: Observation }
    | { readonly kind: 'failed'; readonly failure: Failure }
    | { readonly kind: 'circuit_open'; readonly circuit: CircuitState }
    | { readonly kind: 'asked_to_wait'; readonly leftMs: number };
}

export interface RunParts extends AttemptParts {
  readonly random: () => number;
}

export interface RunOptions {
  readonly check: Check;
  /** A half-open probe: one attempt decides. */
  readonly attempts: 'as_configured' | 'one';
  readonly signal: AbortSignal;
}

const noRetries: Backoff = { maxRetries: 0, baseDelayMs: 0, backoffFactor: 1, maxDelayMs: 0, jitter: false };

/** All attempts of one check at one time; the last of them ends before the check's next slot. Rejects for defects only. */
export async function makeRun({ check, attempts, signal }: RunOptions, parts: RunParts): Promise<Run> {
  const { clock, random, startTimer } = parts;
  const startedAt = clock.now();
  const beganAt = clock.monotonic();
  const deadlineAt = beganAt + check.service.intervalMs;
  const backoff = attempts === 'one' || !mayBeAskedTwice(check) ? noRetries : (check.service.retry ?? noRetries);
  const outcomes = await retry(
    (turn) => attemptOnce(turn, { check, deadlineAt, signal }, parts),
    {
      backoff,
      deadlineAt,
      shouldRetry: (outcome) => isRetryable(outcome, check),
      retryAfterMs: (outcome) => retryAfterOf(outcome, clock.now()),
      clock,
      random,
      startTimer,
    },
    signal,
  );
  const maxAttempts = backoff.maxRetries + 1;
  const cutOff = signal.aborted && outcomes.length < maxAttempts && outcomes.every((one) => isRetryable(one, check));
  return {
    startedAt,
    durationMs: clock.monotonic() - beganAt,
    attempts: outcomes.flatMap((outcome) => (outcome.kind === 'not_sent' ? [] : [outcome.record])),
    maxAttempts,
    ending: cutOff ? { kind: 'failed', failure: stopped() } : endingOf(outcomes, check),
  };
}

function stopped(): Failure {
  return new Failure('interrupted', 'stopped while waiting for the next attempt');
}

/** The last outcome that proves something; what our own limits cut short only counts where there is nothing else. */
function endingOf(outcomes: readonly Outcome[], { service }: Check): Run['ending'] {
  const proof = outcomes.findLast((outcome) => outcome.kind === 'answered' || !isOurLimit(outcome)) ?? outcomes.at(-1);
  if (proof?.kind === 'answered') return { kind: 'answered', observation: proof.observation };
  if (proof?.kind === 'failed' && proof.cutShort) {
    const message = `our own rate limit left less than the timeout of ${formatDuration(service.timeoutMs)}, and there was no answer in what was left`;
    return { kind: 'failed', failure: new Failure('throttled', message, { facts: proof.failure.facts }) };
  }
  return { kind: 'failed', failure: proof?.failure ?? new Failure('internal_error', 'no attempt was made') };
}

function isOurLimit(outcome: Exclude<Outcome, { kind: 'answered' }>): boolean {
  return outcome.kind === 'failed' ? outcome.cutShort : outcome.failure.reason === 'throttled';
}
