import type { Attempt } from '../domain/check-result.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { Observation, PartialObservation } from '../domain/observation.ts';
import type { ProbeParts } from '../probes/probe.ts';
import type { Controllers } from '../resilience/controllers.ts';
import type { RateLimiter } from '../resilience/rate-limit.ts';
import { leastAttemptMs, type Turn } from '../resilience/retry.ts';
import { timeout } from '../resilience/timeout.ts';
import type { StartTimer } from '../resilience/timer.ts';
import type { Check } from './check.ts';

/** What became of one attempt. */
export type Outcome =
  | { readonly kind: 'answered'; readonly observation: Observation; readonly record: Attempt }
  /** `cutShort`: it ran out of the run's time before its own timeout, so that it proves nothing. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly record: Attempt; readonly cutShort: boolean }
  /** The rate limit let nothing through in time. */
  | { readonly kind: 'not_sent'; readonly failure: Failure };

export interface AttemptParts extends ProbeParts {
  readonly startTimer: StartTimer;
  readonly rateLimiter: RateLimiter;
  readonly controllers: Controllers;
}

export interface AttemptOptions {
  readonly check: Check;
  /** Monotonic instant at which the run ends. */
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
}

/** Looks once: waits for the rate limit, then asks under the timeout, clipped to what is left of the run. Never rejects. */
export async function attemptOnce(turn: Turn, options: AttemptOptions, parts: AttemptParts): Promise<Outcome> {
  const { service } = options.check;
  const { clock } = parts;
  const enteredAt = clock.monotonic();
  const refused = await waitForRoom(options, parts);
  if (refused !== undefined) return { kind: 'not_sent', failure: refused };

  const startedAt = clock.now();
  const beganAt = clock.monotonic();
  const leftMs = options.deadlineAt - beganAt;
  const answer = await ask({ options, parts, limitMs: Math.min(service.timeoutMs, leftMs) });
  const made = {
    number: turn.number,
    startedAt,
    durationMs: clock.monotonic() - beganAt,
    waitedMs: turn.waitedMs + (service.rateLimit === undefined ? 0 : beganAt - enteredAt),
  };
  if (!(answer instanceof Failure)) {
    return { kind: 'answered', observation: answer, record: { reason: 'ok', ...made, ...statusOf(answer) } };
  }
  const { reason, message, facts } = answer;
  const cutShort = ranOutOfTime(answer) && leftMs < fairShare * Math.min(service.timeoutMs, service.intervalMs);
  return { kind: 'failed', failure: answer, record: { reason, message, ...made, ...statusOf(facts) }, cutShort };
}

// Of its timeout: with less than this left, running out of time says more about our waits than about the target.
const fairShare = 0.9;

/** Also while it logged in, which is a failure of the login. */
function ranOutOfTime({ reason, cause }: Failure): boolean {
  return reason === 'timeout' || (cause instanceof Failure && ranOutOfTime(cause));
}

function statusOf({ statusCode }: PartialObservation): Pick<Attempt, 'statusCode'> {
  return statusCode === undefined ? {} : { statusCode };
}

/** Undefined when the attempt may begin, else why not. */
async function waitForRoom(
  { check: { service }, deadlineAt, signal }: AttemptOptions,
  { rateLimiter }: AttemptParts,
): Promise<Failure | undefined> {
  if (signal.aborted) return new Failure('interrupted', 'stopped before it was asked');
  if (service.rateLimit === undefined) return undefined;
  try {
    await rateLimiter({ settings: service.rateLimit, latestAt: deadlineAt - leastAttemptMs }, signal);
    return undefined;
  } catch (thrown) {
    return toFailure(thrown);
  }
}

interface AskOptions {
  readonly options: AttemptOptions;
  readonly parts: AttemptParts;
  readonly limitMs: number;
}

/** What the probe saw, or why it saw nothing. */
async function ask({ options: { check, signal }, parts, limitMs }: AskOptions): Promise<Observation | Failure> {
  const { http, lookup, clock, sessions, timeBox, startTimer } = parts;
  const calls = check.probe.calledBy && parts.calls?.of(check.service.name);
  let given: AbortSignal | undefined;
  const look = (attemptSignal: AbortSignal) => {
    given = attemptSignal;
    return check.probe.observe({
      http,
      lookup,
      clock,
      sessions,
      timeBox,
      ...(calls && { calls }),
      signal: attemptSignal,
    });
  };
  try {
    return await timeout({ limitMs, startTimer, controllers: parts.controllers })(look, signal);
  } catch (thrown) {
    return failureOf(thrown, { run: signal, attempt: given });
  }
}

/** What ended the attempt, whatever a probe makes of its signal: we were stopped, time was up, or what it says itself. */
function failureOf(
  thrown: unknown,
  signals: { readonly run: AbortSignal; readonly attempt: AbortSignal | undefined },
): Failure {
  const facts = thrown instanceof Failure ? thrown.facts : {};
  if (signals.run.aborted) return new Failure('interrupted', 'stopped before the answer', { facts, cause: thrown });
  if (thrown instanceof Failure || signals.attempt?.aborted !== true) return toFailure(thrown);
  const { reason } = signals.attempt;
  return new Failure('timeout', reason instanceof Error ? reason.message : 'no complete answer in time', {
    cause: thrown,
  });
}
