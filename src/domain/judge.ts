import type { Assertion, AssertionParts } from './assertion.ts';
import type { AssertionOutcome } from './assertion-outcome.ts';
import type { Finding, Severity } from './check-result.ts';
import type { Complaint } from './complaint.ts';
import { formatDuration } from './duration.ts';
import { type ExpectedStatus, formatExpectedStatus, isExpectedStatus } from './expected-status.ts';
import { type Failure, failureReasons } from './failure.ts';
import type { Observation, TlsFacts } from './observation.ts';
import { byWorstFirst } from './status.ts';

/** What a service is held to. Durations in ms. */
export interface Expectations {
  readonly expectedStatus?: ExpectedStatus;
  readonly assertions: readonly Assertion[];
  readonly responseTimeWarningMs: number;
  readonly responseTimeCriticalMs: number;
  readonly certificateExpiryWarningMs: number;
}

export interface Judgement {
  /** Worst first; empty when healthy. */
  readonly findings: readonly Finding[];
  readonly assertions: readonly AssertionOutcome[];
}

/** Judges a complete answer. Healthy, that is without findings, needs every expectation to hold. */
export function judgeObservation(
  observation: Observation,
  expectations: Expectations,
  parts: AssertionParts,
): Judgement {
  const assertions = expectations.assertions.map((assertion) => assertion.evaluate(observation, parts));
  const findings = [
    ...judgeStatus(observation, expectations.expectedStatus),
    ...judgeComplaints(observation.complaints),
    ...judgeAssertions(assertions),
    ...judgeSpeed(observation.responseTimeMs, expectations),
    ...judgeCertificate(observation.tls, expectations.certificateExpiryWarningMs, parts.now),
  ];
  return { findings: findings.toSorted((a, b) => byWorstFirst(a.status, b.status)), assertions };
}

/** What a failed attempt proves: unhealthy where the target is to blame, unknown where we could not look. */
export function judgeFailure({ reason, message }: Failure): Finding {
  return failureReasons[reason].blame === 'target'
    ? { status: 'unhealthy', severity: 'critical', reason, message }
    : { status: 'unknown', severity: 'warning', reason, message };
}

function judgeStatus(
  { statusCode, statusText = '', problem = '' }: Observation,
  expected: ExpectedStatus | undefined,
): readonly Finding[] {
  if (statusCode === undefined || expected === undefined || isExpectedStatus(statusCode, expected)) return [];
  const got = `${statusCode} ${statusText}`.trim();
  const message = `expected status ${formatExpectedStatus(expected)}, got ${got}${problem === '' ? '' : `: ${problem}`}`;
  // RFC 6585 §4: the server is there, and asks for patience.
  if (statusCode === 429) return [{ ...degraded, reason: 'rate_limited', message }];
  const reachable = statusCode >= 200 && statusCode < 400;
  return [{ ...(reachable ? degraded : unhealthy), reason: 'unexpected_status', message }];
}

function judgeComplaints(complaints: readonly Complaint[] = []): readonly Finding[] {
  return complaints.map(({ status, reason, message }) => {
    return { status, severity: status === 'unhealthy' ? 'critical' : 'warning', reason, message };
  });
}

function judgeAssertions(outcomes: readonly AssertionOutcome[]): readonly Finding[] {
  return outcomes.flatMap((outcome): readonly Finding[] => {
    if (outcome.passed) return [];
    const verdict = outcome.severity === 'degraded' ? degraded : unhealthy;
    const reason = outcome.bodyTooLarge ? 'body_too_large' : 'assertion_failed';
    const message = outcome.message === undefined ? outcome.explanation : `${outcome.message} (${outcome.explanation})`;
    return [{ ...verdict, reason, message }];
  });
}

function judgeSpeed(
  responseTimeMs: number,
  { responseTimeWarningMs, responseTimeCriticalMs }: Expectations,
): readonly Finding[] {
  const critical = responseTimeMs > responseTimeCriticalMs;
  if (!critical && responseTimeMs <= responseTimeWarningMs) return [];
  const limit = critical ? responseTimeCriticalMs : responseTimeWarningMs;
  const severity: Severity = critical ? 'critical' : 'warning';
  const message = `slow: ${exactly(responseTimeMs)}, over the ${severity} threshold of ${exactly(limit)}`;
  return [{ status: 'degraded', severity, reason: 'slow', message }];
}

/** To the ms below ten seconds, so that a time just over its limit does not read like the limit. */
function exactly(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : formatDuration(ms);
}

/**
 * A certificate of the chain that expires within the warning, but never more than a third of its own lifetime before:
 * certificates that live six days would otherwise never be healthy. Who has turned verification off is not warned; the
 * facts and assertions still have the date.
 */
function judgeCertificate(tls: TlsFacts | undefined, warningMs: number, now: number): readonly Finding[] {
  const verified = tls?.verified ? tls.chain : [];
  const expiring = verified.filter(({ validFromAt, validToAt }) => {
    return validToAt - now < Math.min(warningMs, (validToAt - validFromAt) / 3);
  });
  const first = expiring.toSorted((a, b) => a.validToAt - b.validToAt)[0];
  if (first === undefined) return [];
  const left = first.validToAt - now;
  const message =
    left > 0
      ? `certificate of ${first.subject} expires in ${formatDuration(left)}`
      : `certificate of ${first.subject} expired ${formatDuration(-left)} ago`;
  return [{ ...degraded, reason: 'certificate_expiring', message }];
}

const unhealthy = { status: 'unhealthy', severity: 'critical' } as const;
const degraded = { status: 'degraded', severity: 'warning' } as const;
