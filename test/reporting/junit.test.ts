import { expect, test } from 'vitest';
import { toPlainLine } from '../../src/domain/plain-text.ts';
import { junit } from '../../src/reporting/junit.ts';
import { checkReport, checkResult, foundResult, mixedReport } from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { elementsNamed, scanMarkup, textOf } from './markup-scan.ts';
import { plainLook } from './plain-look.ts';

function casesOf(report: typeof mixedReport) {
  return elementsNamed(scanMarkup(junit.render(report, plainLook)), 'testcase');
}

test('unhealthy is a failure, unknown an error, degraded passes with output, healthy passes', () => {
  const cases = casesOf(mixedReport).map(({ attributes, children }) => {
    return [
      attributes.name,
      attributes.classname,
      children.map((child) => (typeof child === 'string' ? child : child.name)),
    ];
  });
  expect(cases).toEqual([
    ['api', 'shop', ['failure']],
    ['search', 'http', ['system-out']],
    ['eu-cache', 'tcp', ['error']],
    ['web', 'http', []],
  ]);
});

test.each(['testsuites', 'testsuite'])('%s counts failures and errors and gives seconds', (name) => {
  const [suite] = elementsNamed(scanMarkup(junit.render(mixedReport, plainLook)), name);
  expect(suite?.attributes).toMatchObject({ tests: '4', failures: '1', errors: '1', time: '2.300' });
});

test('the timestamp is UTC without a zone', () => {
  const [suite] = elementsNamed(scanMarkup(junit.render(mixedReport, plainLook)), 'testsuite');
  expect(suite?.attributes.timestamp).toBe('2026-11-21T19:51:00');
});

test('a failure tells its reason, the attempts and the evidence', () => {
  const [failure] = elementsNamed(scanMarkup(junit.render(mixedReport, plainLook)), 'failure');
  expect(failure?.attributes).toEqual({
    message: 'expected status 2xx, got 503 Service Unavailable (attempt 2 of 3)',
    type: 'unexpected_status',
  });
  const text = failure === undefined ? '' : textOf(failure);
  expect(text).toContain('attempt 1: timeout after 10 s\nattempt 2: 503 after 120 ms');
  expect(text).toContain('"db": "down"');
});

test.each(hostileTexts)('a name, a message and a body with %s stay text', (_name, text) => {
  const hostile = foundResult(
    { status: 'unhealthy', reason: 'timeout', message: text },
    { service: text, group: text, evidence: { body: text } },
  );
  const [only] = casesOf(checkReport([hostile]));
  const legal = (line: string) => line.replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '');
  expect(only?.attributes.name).toBe(legal(toPlainLine(text)));
  expect(only?.children).toHaveLength(1);
});

test('a report of no services is well-formed', () => {
  expect(casesOf(checkReport([]))).toEqual([]);
  expect(casesOf(checkReport([checkResult()]))).toHaveLength(1);
});
