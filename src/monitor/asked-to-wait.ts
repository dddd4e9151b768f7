import type { Finding } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import { formatDuration } from '../domain/duration.ts';
import { isExpectedStatus } from '../domain/expected-status.ts';
import type { PartialObservation } from '../domain/observation.ts';
import type { Service } from '../domain/service.ts';
import { createPatience } from '../resilience/patience.ts';
import { parseRetryAfter } from '../resilience/retry-after.ts';

/** Leaves one service alone for as long as its answers ask for. */
export interface Courtesy {
  /** How long the service still wants to be left alone, ms; 0 when it may be asked. */
  leftMs(): number;
  /** Takes in what a run showed in the end. */
  learn(shown: PartialObservation): void;
}

// A server that asks for a week must not be out of sight for a week.
const mostIntervals = 10;
// RFC 6585 §4. A 503 asks for patience as well, but is an outage, whose end is to be seen.
const tooManyRequests = 429;

/** For one service; an answer whose status code is expected asks for nothing. */
export function createCourtesy({ intervalMs, expectations }: Service, clock: Clock): Courtesy {
  const patience = createPatience({ longestMs: mostIntervals * intervalMs, clock });
  const { expectedStatus } = expectations;
  return {
    leftMs: patience.leftMs,
    learn({ statusCode, headers }) {
      if (statusCode !== tooManyRequests) return;
      if (expectedStatus !== undefined && isExpectedStatus(statusCode, expectedStatus)) return;
      const askedMs = parseRetryAfter(headers?.['retry-after'], clock.now());
      if (askedMs !== undefined) patience.grant(askedMs);
    },
  };
}

/** Nothing was sent, so that nothing is known: a single answer must not count as several. */
export function waitingFinding(leftMs: number): Finding {
  const message = `asked to wait ${formatDuration(leftMs)} more; not asked`;
  return { status: 'unknown', severity: 'warning', reason: 'rate_limited', message };
}
