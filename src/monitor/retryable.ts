import { isExpectedStatus } from '../domain/expected-status.ts';
import { failureReasons } from '../domain/failure.ts';
import type { PartialObservation } from '../domain/observation.ts';
import { parseRetryAfter } from '../resilience/retry-after.ts';
import type { Outcome } from './attempt.ts';
import type { Check } from './check.ts';

/** Whether asking again does no harm, or is allowed all the same. */
export function mayBeAskedTwice({ service, probe }: Check): boolean {
  return probe.idempotent || service.retry?.retryNonIdempotent === true;
}

/**
 * Whether the same question may get another answer a moment later: failures that pass, and the configured status codes
 * unless they are expected. A failed assertion is an answer, and is not retried.
 */
export function isRetryable(outcome: Outcome, { service }: Check): boolean {
  const { retry, expectations } = service;
  if (retry === undefined) return false;
  if (outcome.kind === 'failed') return failureReasons[outcome.failure.reason].retry;
  if (outcome.kind === 'not_sent') return false;
  const { statusCode, complaints = [] } = outcome.observation;
  if (statusCode === undefined) return false;
  const { expectedStatus } = expectations;
  const unexpected =
    expectedStatus === undefined
      ? complaints.some(({ reason }) => reason === 'rate_limited')
      : !isExpectedStatus(statusCode, expectedStatus);
  return unexpected && retry.retryStatusCodes.includes(statusCode);
}

/** How long the answer asked to be left alone, ms. */
export function retryAfterOf(outcome: Outcome, nowAt: number): number | undefined {
  if (outcome.kind === 'not_sent') return undefined;
  const facts: PartialObservation = outcome.kind === 'answered' ? outcome.observation : outcome.failure.facts;
  return parseRetryAfter(facts.headers?.['retry-after'], nowAt);
}
