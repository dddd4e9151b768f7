import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { toNotification } from '../../src/domain/notification.ts';
import {
  checkReport,
  checkResult,
  degradedResult,
  foundResult,
  unhealthyResult,
  unknownResult,
} from '../support/check-result.ts';

const at = Date.UTC(2026, 10, 21, 20, 0, 0);

const criticallySlow: CheckResult = {
  ...degradedResult,
  service: 'reports',
  severity: 'critical',
  findings: degradedResult.findings.map((finding) => ({ ...finding, severity: 'critical' as const })),
};

const degradedOtherwise = foundResult({
  status: 'degraded',
  reason: 'certificate_expiring',
  message: 'expires in 3 d',
});

/** Unhealthy and slow too: told once, as unhealthy. */
const unhealthyAndSlow: CheckResult = {
  ...unhealthyResult,
  findings: [...unhealthyResult.findings, ...degradedResult.findings],
};

test.each<[string, readonly CheckResult[]]>([
  ['no results', []],
  ['healthy services', [checkResult()]],
  ['services that could not be looked at', [unknownResult]],
  ['services degraded for another reason', [degradedOtherwise]],
])('there is nothing to tell of %s', (_name, results) => {
  expect(toNotification(checkReport(results), at)).toBeUndefined();
});

test.each<[string, readonly CheckResult[], string, string, readonly string[], readonly string[]]>([
  ['an unhealthy service', [unhealthyResult], '1 unhealthy of 1 service', 'critical', ['api'], []],
  ['a slow service', [degradedResult, checkResult()], '1 slow of 2 services', 'warning', [], ['search']],
  ['a critically slow service', [criticallySlow], '1 slow of 1 service', 'critical', [], ['reports']],
  [
    'both',
    [unhealthyResult, degradedResult, criticallySlow, checkResult()],
    '1 unhealthy, 2 slow of 4 services',
    'critical',
    ['api'],
    ['search', 'reports'],
  ],
  ['a service that is unhealthy and slow', [unhealthyAndSlow], '1 unhealthy of 1 service', 'critical', ['api'], []],
])('tells of %s', (_name, results, summary, severity, unhealthy, slow) => {
  const told = toNotification(checkReport(results), at);
  expect(told).toMatchObject({ type: 'service_health', state: 'firing', createdAt: at, summary, severity });
  expect(told?.unhealthy.map(({ name }) => name)).toEqual(unhealthy);
  expect(told?.slow.map(({ name }) => name)).toEqual(slow);
});

test('carries what a receiver needs to act', () => {
  const told = toNotification(checkReport([unhealthyResult]), at);
  expect(told?.unhealthy).toEqual([
    {
      name: 'api',
      group: 'shop',
      target: 'https://api.shop.example/health',
      reason: 'unexpected_status',
      severity: 'critical',
      message: 'expected status 2xx, got 503 Service Unavailable',
      statusCode: 503,
      responseTimeMs: 120.4,
      attempts: 2,
      checkedAt: unhealthyResult.startedAt,
      evidence: '{ "status": "fail", "db": "down" }',
      runbook: 'https://wiki.example/api',
    },
  ]);
});

test('tells of a slow service by its slowness, though something else was found first', () => {
  const both: CheckResult = {
    ...degradedOtherwise,
    findings: [...degradedOtherwise.findings, ...degradedResult.findings],
  };
  expect(toNotification(checkReport([both]), at)?.slow).toMatchObject([
    { reason: 'slow', message: 'slow: 1.9 s, over the warning threshold of 1.0 s' },
  ]);
});

test('the key depends on which services are how, and on nothing else', () => {
  const other = { ...unhealthyResult, service: 'db', message: 'something else' };
  const key = (results: readonly CheckResult[], createdAt = at) =>
    toNotification(checkReport(results), createdAt)?.dedupKey;
  expect(key([unhealthyResult, other, degradedResult])).toBe(
    key([degradedResult, other, unhealthyResult, checkResult()], at + 60_000),
  );
  expect(key([unhealthyResult])).not.toBe(key([other]));
  expect(key([{ ...degradedResult, service: 'api' }])).not.toBe(key([unhealthyResult]));
  expect(key([{ ...other, service: 'a,b' }])).not.toBe(
    key([
      { ...other, service: 'a' },
      { ...other, service: 'b' },
    ]),
  );
});

test('cuts a long body to an excerpt', () => {
  const long = { ...unhealthyResult, evidence: { body: '😀'.repeat(5_000) } };
  const [service] = toNotification(checkReport([long]), at)?.unhealthy ?? [];
  expect([...(service?.evidence ?? '')]).toHaveLength(500);
});
