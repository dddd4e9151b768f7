import { describe, expect, test } from 'vitest';
import { explainEndpoint } from '../../src/cli/explain-endpoint.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { columnsOf } from '../../src/reporting/columns.ts';
import {
  certificate,
  checkResult,
  degradedResult,
  failedAttempt,
  foundResult,
  observation,
  startedAt,
  tls,
  unhealthyResult,
  unknownResult,
  unobserved,
} from '../support/check-result.ts';

const look = { color: false, width: 80, unicode: true, table: {} };
const dayMs = 86_400_000;

const timedOut = foundResult(
  { status: 'unhealthy', reason: 'timeout', message: 'no complete answer within 10 s' },
  {
    attempts: [failedAttempt({ reason: 'timeout', message: 'no complete answer within 10 s', durationMs: 10_000 })],
    observation: { phases: { dns: 3, connect: 20 }, address: '192.0.2.1', port: 443 },
  },
);

const expired = foundResult(
  { status: 'unhealthy', reason: 'tls_expired', message: 'the certificate of old.example expired 3 d ago' },
  {
    observation: {
      tls: tls({ verified: false, chain: [certificate({ subject: 'old.example', validToAt: startedAt - 3 * dayMs })] }),
    },
  },
);

const open = unobserved(
  foundResult(
    { status: 'unknown', reason: 'circuit_open', message: 'circuit open, next probe in 12 s' },
    { attempts: [], circuit: { state: 'open', failures: 5, nextProbeInMs: 12_000, lastStatus: 'unhealthy' } },
  ),
);

const redirected = checkResult({
  target: 'http://shop.example/',
  observation: observation({
    redirects: [
      { url: 'http://shop.example/', statusCode: 301, location: 'https://shop.example/' },
      { url: 'https://shop.example/', statusCode: 302, location: '/health' },
    ],
  }),
});

test('an unhealthy answer is explained from the verdict to the evidence', () => {
  expect(
    explainEndpoint(unhealthyResult, look),
  ).toBe(`✕ unhealthy  expected status 2xx, got 503 Service Unavailable (attempt 2 of 3)

  Reason      unexpected_status: the status code is not an expected one
  Request     GET https://api.shop.example/health
  Answer      503 Service Unavailable · server error · HTTP/1.1
  Content     application/json · 312 B on the wire · 1.2 kB decoded
  Address     192.0.2.10:443
  TLS         TLSv1.3 · TLS_AES_256_GCM_SHA384 · verified
  Runbook     https://wiki.example/api

Timing
  dns         1 ms  ━
  connect    12 ms   ━━━━━━
  tls        30 ms         ━━━━━━━━━━━━━━━
  send      0.1 ms                        ╸
  wait       75 ms                        ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  receive     1 ms                                                             ━
  total     120 ms

Certificates
  shop.example    63 d left  until 2027-01-23  by Example CA R3
  Example CA R3  480 d left  until 2028-03-15  by Example Root X1

Assertions
  ✕ json.status == "pass" – got "fail"
  ✓ response_time < duration('500ms') – got 120 ms

Attempts
  1 of 3  timeout    10 s  no complete answer within 10 s
  2 of 3  503      120 ms  after a wait of 1.0 s

Evidence
  │ {
  │   "status": "fail",
  │   "db": "down"
  │ }
`);
});

test.each<readonly [string, CheckResult, readonly string[]]>([
  [
    'each redirect',
    redirected,
    ['Redirects   301 http://shop.example/ → https://shop.example/', '302 https://shop.example/ → /health'],
  ],
  [
    'the time that no phase accounts for',
    timedOut,
    ['  between     10 s  phases, and after them', '  total       10 s'],
  ],
  [
    'the time that svcmon took for itself',
    checkResult({ observation: observation({ phases: { connect: 20, wait: 30 }, responseTimeMs: 60 }) }),
    ['  between    10 ms  phases: svcmon itself, as a rule'],
  ],
  [
    'the total where there are no phases',
    checkResult({ observation: { responseTimeMs: 12 } }),
    ['Timing\n  total      12 ms'],
  ],
  [
    'phases in the order they happened',
    checkResult({ observation: { phases: { connect: 20, wait: 5, tls: 30 }, responseTimeMs: 55 } }),
    ['━\n  wait        5 ms', '━\n  tls        30 ms'],
  ],
  [
    'how it was proven who asks',
    checkResult({ observation: observation({ proof: 'basic: as ann' }) }),
    ['  Auth        basic: as ann'],
  ],
  ['an expired certificate', expired, ['NOT verified', 'old.example  expired 3 d ago  until 2026-11-18']],
  [
    'an open circuit',
    open,
    ['https://shop.example/health (nothing was sent)', 'open · 5 failed runs in a row · next probe in 12 s'],
  ],
  ['a message of a failed assertion', withMessage(), ['✕ json.ok – got false', 'the till is closed']],
  ['what a TCP service said', checkResult({ observation: { answer: '+PONG\r\n' } }), ['Answer      +PONG']],
  [
    'what was said beside a status',
    checkResult({ observation: { statusCode: 101, statusText: 'Switching Protocols', answer: 'pong' } }),
    ['Answer      101 Switching Protocols', 'Message     pong'],
  ],
  [
    'a body that was cut',
    checkResult({ observation: observation({ bodyTruncated: true, wireBytes: 2_000_000, bodyBytes: 2_000_000 }) }),
    ['2.0 MB on the wire · longer than the limit'],
  ],
  [
    'whom a certificate is for when it is for others',
    { ...expired, reason: 'tls_wrong_host' },
    ['only for shop.example, www.shop.example'],
  ],
])('it shows %s', (_name, result, parts) => {
  const text = explainEndpoint(result, look);
  for (const part of parts) expect(text).toContain(part);
});

function withMessage(): CheckResult {
  const explanation = 'json.ok – got false';
  const outcome = { expr: 'json.ok', passed: false, severity: 'unhealthy', explanation, bodyTooLarge: false } as const;
  return { ...unhealthyResult, assertions: [{ ...outcome, message: 'the till is closed' }] };
}

test('several findings are listed, a single one is the verdict', () => {
  const findings = [...unhealthyResult.findings, ...degradedResult.findings];
  expect(explainEndpoint({ ...unhealthyResult, findings }, look)).toContain('Findings\n  ✕ expected status 2xx');
  expect(explainEndpoint(unhealthyResult, look)).not.toContain('Findings');
});

test('facts that are missing leave neither titles nor labels', () => {
  expect(explainEndpoint(unknownResult, look)).toBe(`? unknown  our own DNS resolver does not answer

  Reason      dns_unavailable: our own DNS resolver does not answer
  Request     cache.example:6379
`);
});

test('the evidence is an excerpt that says how much more there is', () => {
  const body = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');
  const text = explainEndpoint({ ...unhealthyResult, evidence: { body } }, look);
  expect(text).toContain('│ line 8\n  │ and 12 more lines\n');
  expect(text).not.toContain('line 9');
});

const hostile = foundResult(
  { status: 'unhealthy', reason: 'timeout', message: '\u001b[2J監視サービス'.repeat(40) },
  {
    ...unhealthyResult,
    message: '\u001b[2J監視サービス '.repeat(40),
    target: `https://shop.example/${'x'.repeat(300)}`,
    runbook: `https://wiki.example/${'🚀'.repeat(60)}`,
    observation: observation({
      statusText: '\u009b2J\u202eevil\n'.repeat(60),
      contentType: 'text/html; \u001b]0;title\u0007'.repeat(30),
      redirects: [{ url: 'https://a.example/\u001b[1m', statusCode: 301, location: 'y'.repeat(2_000) }],
      tls: tls({ chain: [certificate({ subject: `${'長'.repeat(80)}\u001b[1m`, issuer: 'z'.repeat(300) })] }),
    }),
    evidence: { body: `\u001b[31m${'w'.repeat(500)}\r\n\tb` },
  },
);

describe.each([40, 80, 120])('at %i columns', (width) => {
  test.each([
    ['a hostile answer', hostile],
    ['an unhealthy answer', unhealthyResult],
    ['a healthy answer', checkResult()],
    ['a timeout', timedOut],
    ['an open circuit', open],
  ])('no line of %s is wider', (_name, result) => {
    const lines = explainEndpoint(result, { ...look, width }).split('\n');
    expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(width);
  });
});

test('no control, escape or reordering character comes through', () => {
  const text = explainEndpoint(hostile, { ...look, width: Number.POSITIVE_INFINITY });
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('off a terminal nothing is wrapped or cut, and the bars keep a bounded length', () => {
  const lines = explainEndpoint(unhealthyResult, { ...look, width: Number.POSITIVE_INFINITY }).split('\n');
  const bars = lines.filter((line) => line.includes('━')).map((line) => line.lastIndexOf('━'));
  expect(bars.length).toBeGreaterThan(3);
  expect(Math.max(...bars)).toBeLessThan(80);
});

test('colours add nothing but colour codes', () => {
  const colored = explainEndpoint(unhealthyResult, { ...look, color: true });
  expect(colored).toContain('\u001b[31m✕ unhealthy');
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(explainEndpoint(unhealthyResult, look));
});

test('where the locale is not UTF-8 the signs are ASCII', () => {
  const plain = { ...unhealthyResult, assertions: [] };
  expect(explainEndpoint(plain, { ...look, unicode: false })).toMatch(/^[\n -~]*$/);
});

test('shows the key of each certificate where that was looked at', () => {
  const key = { type: 'ec', size: 384, curve: 'P-384' };
  const chain = [
    certificate({ subject: 'shop.example', key }),
    certificate({ subject: 'Root', key: { type: 'rsa', size: 4_096 } }),
  ];
  const details = { key, stapled: false };
  const shown = explainEndpoint(checkResult({ observation: observation({ tls: tls({ chain }), details }) }), look);
  expect(shown).toMatch(/shop\.example .* {2}ec P-384\n {2}Root .* {2}rsa 4096\n/);
  expect(shown).toContain('  Key         type ec, size 384, curve P-384\n  Stapled     false\n');
});
