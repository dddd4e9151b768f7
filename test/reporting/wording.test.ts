import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { addressOf, answeredInMs, daysBetween, summarySentence, whatWasFound } from '../../src/reporting/wording.ts';
import {
  attempt,
  checkReport,
  checkResult,
  degradedResult,
  failedAttempt,
  foundResult,
  mixedReport,
  observation,
  tls,
  unhealthyResult,
  unknownResult,
  unobserved,
} from '../support/check-result.ts';

const down = (service: string) => ({ ...unhealthyResult, service });

test.each([
  ['every status', mixedReport, '4 services: 1 healthy, 1 degraded, 1 unhealthy (api), 1 unknown in 2.3 s'],
  ['one service', checkReport([checkResult()], { durationMs: 41 }), '1 service: 1 healthy in 41 ms'],
  ['no service', checkReport([]), '0 services in 2.3 s'],
  [
    'more unhealthy services than are named',
    checkReport(['a', 'b', 'c', 'd', 'e'].map(down)),
    '5 services: 5 unhealthy (a, b, c and 2 more) in 2.3 s',
  ],
  ['a hostile name', checkReport([down('a\nb\u001b[31m')]), '1 service: 1 unhealthy (a b) in 2.3 s'],
])('the sentence about %s', (_name, report, sentence) => {
  expect(summarySentence(report)).toBe(sentence);
});

const second = {
  ...degradedResult.findings[0],
  message: 'certificate expires in 5 d',
} as CheckResult['findings'][number];

test.each<readonly [string, CheckResult, string]>([
  ['a healthy service with a certificate', checkResult(), 'certificate 63 d'],
  [
    'a healthy service that says more than a code',
    checkResult({ observation: observation({ summary: '3 of 3 replies\u001b[1m', tls: tls({ chain: [] }) }) }),
    '3 of 3 replies',
  ],
  [
    'one with a certificate as well',
    checkResult({ observation: observation({ summary: '2 steps' }) }),
    '2 steps, certificate 63 d',
  ],
  ['a healthy service without one', unobserved(checkResult()), ''],
  ['a chain without certificates', checkResult({ observation: observation({ tls: tls({ chain: [] }) }) }), ''],
  ['a healthy service after a retry', unobserved(checkResult({ attempts: [attempt(), attempt()] })), '(2 attempts)'],
  ['a failed service after a retry', unhealthyResult, 'expected status 2xx, got 503 Service Unavailable (2 attempts)'],
  [
    'several findings',
    { ...degradedResult, findings: [...degradedResult.findings, second] },
    'slow: 1.9 s, over the warning threshold of 1.0 s (+1 more)',
  ],
  [
    'a message with line feeds',
    foundResult({ status: 'unhealthy', reason: 'timeout', message: 'a\n\u001b[1mb' }),
    'a b',
  ],
  ['a result without findings', { ...unknownResult, findings: [] }, 'our own DNS resolver does not answer'],
])('what was found for %s', (_name, result, expected) => {
  expect(whatWasFound(result)).toBe(expected);
});

test.each([
  ['an answer', checkResult(), 41.2],
  ['an answer of any status', unhealthyResult, 120.4],
  [
    'a failed last attempt',
    { ...checkResult(), attempts: [attempt(), failedAttempt({ reason: 'timeout', message: '' })] },
    undefined,
  ],
  ['nothing sent', { ...checkResult(), attempts: [] }, undefined],
])('the response time of %s', (_name, result, expected) => {
  expect(answeredInMs(result)).toBe(expected);
});

test.each([
  [{ address: '192.0.2.1', port: 443 }, '192.0.2.1:443'],
  [{ address: '2001:db8::1', port: 443 }, '[2001:db8::1]:443'],
  [{ address: '2001:db8::1' }, '2001:db8::1'],
  [{ port: 443 }, undefined],
])('the address of %j is %s', (facts, expected) => {
  expect(addressOf(checkResult({ observation: facts }))).toBe(expected);
});

test.each([
  [0, 86_400_000, 1],
  [0, 86_399_999, 0],
  [0, -1, -1],
  [0, Number.NaN, undefined],
])('from %d to %d are %s whole days', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days);
});
