import type { CheckResult, Finding } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import { formatDuration } from '../domain/duration.ts';
import { isExpectedStatus } from '../domain/expected-status.ts';
import type { PartialObservation } from '../domain/observation.ts';
import type { Service } from '../domain/service.ts';
import { createPatience } from '../resilience/patience.ts';
import { parseRetryAfter } from '../resilience/retry-after.ts';

/** A service that asked to be left alone, and what it was found to be when it did. */
export interface AskedToWait {
  readonly leftMs: number;
  readonly verdict: Pick<CheckResult, 'status' | 'severity'>;
}

/** Leaves one service alone for as long as its answers ask for. */
export interface Courtesy {
  /** Undefined when the service may be asked. */
  waiting(): AskedToWait | undefined;
  /** Takes in what a run showed in the end, and how it was judged. */
  learn(shown: PartialObservation, verdict: AskedToWait['verdict']): void;
}

// A server that asks for a week must not be out of sight for a week.
const mostIntervals = 10;
// RFC 6585 §4, RFC 9110 §15.6.4.
const pleas = new Set([429, 503]);

/** For one service; an answer whose status code is expected asks for nothing. */
export function createCourtesy({ intervalMs, expectations }: Service, clock: Clock): Courtesy {
  const patience = createPatience({ longestMs: mostIntervals * intervalMs, clock });
  let verdict: AskedToWait['verdict'] = { status: 'degraded', severity: 'warning' };
  const { expectedStatus } = expectations;

  return {
    waiting() {
      const leftMs = patience.leftMs();
      return leftMs > 0 ? { leftMs, verdict } : undefined;
    },
    learn({ statusCode, headers }, judged) {
      if (statusCode === undefined || !pleas.has(statusCode)) return;
      if (expectedStatus !== undefined && isExpectedStatus(statusCode, expectedStatus)) return;
      const askedMs = parseRetryAfter(headers?.['retry-after'], clock.now());
      if (askedMs === undefined) return;
      patience.grant(askedMs);
      verdict = judged;
    },
  };
}

/** Nothing was sent: what was found holds for as long as the service itself says it does. */
export function waitingFinding({ leftMs, verdict }: AskedToWait): Finding {
  const message = `asked to wait ${formatDuration(leftMs)} more; not asked`;
  return { ...verdict, reason: 'rate_limited', message };
}
