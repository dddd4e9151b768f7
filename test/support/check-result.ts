import { type CheckReport, worstFirst } from '../../src/domain/check-report.ts';
import type { Attempt, CheckResult } from '../../src/domain/check-result.ts';
import type { CertificateFacts, PartialObservation, TlsFacts } from '../../src/domain/observation.ts';

/** The instant all fixtures start at: 2026-11-21T19:51:00.250Z. */
export const startedAt = Date.UTC(2026, 10, 21, 19, 51, 0, 250);

const dayMs = 86_400_000;

/** One answered attempt, unless told otherwise. */
export function attempt(facts: Partial<Attempt> = {}): Attempt {
  return { number: 1, startedAt, durationMs: 41.2, reason: 'ok', statusCode: 200, waitedMs: 0, ...facts };
}

/** One attempt without an answer. */
export function failedAttempt(facts: Pick<Attempt, 'reason' | 'message'> & Partial<Attempt>): Attempt {
  return { number: 1, startedAt, durationMs: 2_000, waitedMs: 0, ...facts };
}

/** A certificate that holds for 63 more days, unless told otherwise. */
export function certificate(facts: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    subject: 'shop.example',
    issuer: 'Example CA R3',
    altNames: ['shop.example', 'www.shop.example'],
    validFromAt: startedAt - 27 * dayMs,
    validToAt: startedAt + 63 * dayMs + 3_600_000,
    serialNumber: '04A1B2C3',
    fingerprint256: 'AA:BB:CC',
    ...facts,
  };
}

/** A verified TLS 1.3 handshake with a chain of two. */
export function tls(facts: Partial<TlsFacts> = {}): TlsFacts {
  const issuer = certificate({
    subject: 'Example CA R3',
    issuer: 'Example Root X1',
    altNames: [],
    validToAt: startedAt + 480 * dayMs,
  });
  return {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    verified: true,
    chain: [certificate(), issuer],
    ...facts,
  };
}

/** A complete HTTPS answer with 200, unless told otherwise. */
export function observation(facts: PartialObservation = {}): PartialObservation {
  return {
    url: 'https://shop.example/health',
    method: 'GET',
    responseTimeMs: 41.2,
    phases: { dns: 1.2, connect: 8.4, tls: 14.1, send: 0.1, wait: 16.2, receive: 1.2 },
    address: '192.0.2.10',
    port: 443,
    tls: tls(),
    statusCode: 200,
    statusText: 'OK',
    statusClass: 'success',
    httpVersion: '1.1',
    headers: { 'content-type': 'application/json' },
    contentType: 'application/json',
    wireBytes: 312,
    bodyBytes: 1_204,
    body: '{"status":"pass"}',
    bodyTruncated: false,
    redirects: [],
    ...facts,
  };
}

/** A healthy result of one attempt over HTTPS, unless told otherwise. */
export function checkResult(facts: Partial<CheckResult> = {}): CheckResult {
  return {
    service: 'web',
    tags: {},
    type: 'http',
    target: 'https://shop.example/health',
    startedAt,
    intervalMs: 60_000,
    durationMs: 41.2,
    status: 'healthy',
    reason: 'ok',
    severity: 'info',
    message: 'answered 200 in 41 ms',
    findings: [],
    attempts: [attempt()],
    maxAttempts: 3,
    observation: observation(),
    assertions: [],
    ...facts,
  };
}

/** A result that is not healthy for a single finding, in which its verdict, reason and message agree. */
export function foundResult(
  finding: Pick<CheckResult, 'status' | 'reason' | 'message'>,
  facts: Partial<CheckResult> = {},
): CheckResult {
  const severity = finding.status === 'unhealthy' ? 'critical' : 'warning';
  return checkResult({ ...finding, severity, findings: [{ ...finding, severity }], ...facts });
}

/** The same result without an observation, as when nothing was seen. */
export function unobserved({ observation: _, ...result }: CheckResult): CheckResult {
  return result;
}

/** Answered 503 at the second attempt, with evidence. */
export const unhealthyResult: CheckResult = foundResult(
  {
    status: 'unhealthy',
    reason: 'unexpected_status',
    message: 'expected status 2xx, got 503 Service Unavailable',
  },
  {
    service: 'api',
    group: 'shop',
    tags: { team: 'payments', tier: '1' },
    target: 'https://api.shop.example/health',
    runbook: 'https://wiki.example/api',
    message: 'expected status 2xx, got 503 Service Unavailable (attempt 2 of 3)',
    durationMs: 11_120,
    attempts: [
      failedAttempt({ durationMs: 10_000, reason: 'timeout', message: 'no complete answer within 10 s' }),
      attempt({ number: 2, startedAt: startedAt + 11_000, durationMs: 120, statusCode: 503, waitedMs: 1_000 }),
    ],
    observation: observation({
      url: 'https://api.shop.example/health',
      responseTimeMs: 120.4,
      phases: { dns: 1.2, connect: 12, tls: 30.4, send: 0.1, wait: 75.3, receive: 1 },
      statusCode: 503,
      statusText: 'Service Unavailable',
      statusClass: 'server_error',
    }),
    assertions: [
      {
        expr: 'json.status == "pass"',
        passed: false,
        severity: 'unhealthy',
        explanation: 'json.status == "pass" – got "fail"',
        bodyTooLarge: false,
      },
      {
        expr: "response_time < duration('500ms')",
        passed: true,
        severity: 'degraded',
        message: 'slower than promised',
        explanation: "response_time < duration('500ms') – got 120 ms",
        bodyTooLarge: false,
      },
    ],
    evidence: {
      headers: { 'content-type': 'application/json', 'retry-after': '30' },
      body: '{\n  "status": "fail",\n  "db": "down"\n}',
    },
  },
);

/** Answered, but slower than its warning threshold. */
export const degradedResult: CheckResult = foundResult(
  { status: 'degraded', reason: 'slow', message: 'slow: 1.9 s, over the warning threshold of 1.0 s' },
  {
    service: 'search',
    durationMs: 1_900,
    attempts: [attempt({ durationMs: 1_900 })],
    observation: observation({ responseTimeMs: 1_900 }),
  },
);

/** Could not be looked at: our own resolver does not answer, so that nothing was observed. */
export const unknownResult: CheckResult = unobserved(
  foundResult(
    { status: 'unknown', reason: 'dns_unavailable', message: 'our own DNS resolver does not answer' },
    {
      service: 'eu-cache',
      type: 'tcp',
      target: 'cache.example:6379',
      durationMs: 2_000,
      attempts: [failedAttempt({ reason: 'dns_unavailable', message: 'our own DNS resolver does not answer' })],
    },
  ),
);

/** A report of these results, worst first as the contract says. */
export function checkReport(results: readonly CheckResult[], facts: Partial<CheckReport> = {}): CheckReport {
  return { startedAt, durationMs: 2_300, results: worstFirst(results), ...facts };
}

/** One service of every status. */
export const mixedReport: CheckReport = checkReport([checkResult(), degradedResult, unhealthyResult, unknownResult]);
