import { describe, expect, test } from 'vitest';
import { compileAssertion } from '../../src/domain/compile-assertion.ts';
import { Failure, type FailureReason, failureReasons } from '../../src/domain/failure.ts';
import { type Expectations, judgeFailure, judgeObservation } from '../../src/domain/judge.ts';
import type { HttpObservation } from '../../src/domain/observation.ts';
import { httpFacts } from '../../src/probes/facts/http-facts.ts';
import { httpObservation } from '../support/observations.ts';

const now = Date.UTC(2026, 10, 21);
const day = 86_400_000;
const parts = { now, timeBox: <T>(work: () => T) => work() };

const expectations: Expectations = {
  expectedStatus: [{ from: 200, to: 200 }],
  assertions: [],
  responseTimeWarningMs: 1_000,
  responseTimeCriticalMs: 5_000,
  certificateExpiryWarningMs: 14 * day,
};

function judge(changes: Partial<HttpObservation>, held: Partial<Expectations> = {}) {
  const { findings } = judgeObservation(httpObservation(changes), { ...expectations, ...held }, parts);
  return findings.map(({ status, reason, severity }) => `${status} ${reason} ${severity}`);
}

function certificate(livesDays: number, leftDays: number, verified = true) {
  const leaf = {
    subject: 'shop.example',
    issuer: 'CA',
    altNames: [],
    validFromAt: now + (leftDays - livesDays) * day,
    validToAt: now + leftDays * day,
    serialNumber: '1',
    fingerprint256: 'AA',
  };
  return { tls: { protocol: 'TLSv1.3', cipher: 'x', verified, chain: [leaf] } };
}

describe('an answer', () => {
  test.each([
    ['with the expected status is healthy', { statusCode: 200 }, []],
    ['with another 2xx is degraded', { statusCode: 204 }, ['degraded unexpected_status warning']],
    ['with an unexpected 3xx is degraded', { statusCode: 302 }, ['degraded unexpected_status warning']],
    ['with an unexpected 4xx is unhealthy', { statusCode: 404 }, ['unhealthy unexpected_status critical']],
    ['with an unexpected 5xx is unhealthy', { statusCode: 503 }, ['unhealthy unexpected_status critical']],
    ['at the warning threshold is healthy', { responseTimeMs: 1_000 }, []],
    ['over the warning threshold is degraded', { responseTimeMs: 1_001 }, ['degraded slow warning']],
    ['at the critical threshold is degraded', { responseTimeMs: 5_000 }, ['degraded slow warning']],
    [
      'over the critical threshold stays degraded but is critical',
      { responseTimeMs: 5_001 },
      ['degraded slow critical'],
    ],
    ['whose certificate holds long is healthy', certificate(90, 15), []],
    ['whose certificate is near expiry is degraded', certificate(90, 13), ['degraded certificate_expiring warning']],
    ['whose certificate lives six days is healthy on its second', certificate(6, 4), []],
    [
      'whose six-day certificate has a day left is degraded',
      certificate(6, 1),
      ['degraded certificate_expiring warning'],
    ],
    ['with an expired certificate is healthy where verification was turned off', certificate(90, -1, false), []],
    [
      'says the worst first',
      { statusCode: 500, responseTimeMs: 1_500 },
      ['unhealthy unexpected_status critical', 'degraded slow warning'],
    ],
  ])('%s', (_name, changes, findings) => {
    expect(judge(changes)).toEqual(findings);
  });

  test.each([
    ['unhealthy', false, 'unhealthy assertion_failed critical'],
    ['degraded', false, 'degraded assertion_failed warning'],
    ['unhealthy', true, 'unhealthy body_too_large critical'],
  ] as const)('failing an assertion of severity %s (body cut off: %s) is %s', (severity, bodyTruncated, finding) => {
    const compiled = compileAssertion({ expr: 'body == "x"', severity }, httpFacts);
    if (!compiled.ok) throw new Error(compiled.problem.message);
    expect(judge({ bodyTruncated }, { assertions: [compiled.assertion] })).toEqual([finding]);
  });

  test('an expected error status is healthy', () => {
    expect(judge({ statusCode: 500 }, { expectedStatus: [{ from: 500, to: 599 }] })).toEqual([]);
  });

  test('the message of a failed assertion comes before its explanation', () => {
    const compiled = compileAssertion({ expr: 'status == 201', message: 'not created' }, httpFacts);
    if (!compiled.ok) throw new Error(compiled.problem.message);
    const { findings } = judgeObservation(
      httpObservation(),
      { ...expectations, assertions: [compiled.assertion] },
      parts,
    );
    expect(findings[0]?.message).toBe('not created (status == 201 – got 200)');
  });
});

describe('a failure', () => {
  test.each(Object.entries(failureReasons))('of reason %s is blamed as the list says', (reason, { blame }) => {
    const finding = judgeFailure(new Failure(reason as FailureReason, 'it broke'));
    expect(finding).toMatchObject({
      reason,
      status: blame === 'target' ? 'unhealthy' : 'unknown',
      message: 'it broke',
    });
  });
});

test.each([
  [[], []],
  [
    [
      { status: 'degraded', reason: 'packet_loss', message: '1 of 3 lost' },
      { status: 'unhealthy', reason: 'not_serving', message: 'NOT_SERVING' },
    ],
    ['unhealthy not_serving critical', 'degraded packet_loss warning'],
  ],
  [
    [{ status: 'unknown', reason: 'reported_unknown', message: 'UNKNOWN - no data' }],
    ['unknown reported_unknown warning'],
  ],
] as const)('complaints of the answer itself %j are findings', (complaints, findings) => {
  expect(judge({ complaints })).toEqual(findings);
});

test('being asked to wait is no outage, unless the service expects another answer', () => {
  expect(judge({ statusCode: 429, statusText: 'Too Many Requests' })).toEqual(['degraded rate_limited warning']);
  expect(judge({ statusCode: 429 }, { expectedStatus: [{ from: 429, to: 429 }] })).toEqual([]);
});

test('an unexpected status is told with what the answer says of it', () => {
  const { findings } = judgeObservation(
    httpObservation({ statusCode: 503, statusText: 'Service Unavailable', problem: 'Out of credit' }),
    expectations,
    parts,
  );
  expect(findings[0]?.message).toBe('expected status 200, got 503 Service Unavailable: Out of credit');
});
