import { expect, test } from 'vitest';
import { toPlainLine } from '../../src/domain/plain-text.ts';
import { csv } from '../../src/reporting/csv.ts';
import { checkReport, checkResult, foundResult, mixedReport } from '../support/check-result.ts';
import { csvRows } from './csv-rows.ts';
import { hostileTexts } from './hostile.ts';
import { plainLook } from './plain-look.ts';

test('it has one row per service, worst first, with empty fields for what is not known', () => {
  const rows = csvRows(csv.render(mixedReport, plainLook));
  expect(
    rows.map(({ name, status, status_code, response_time_ms }) => [name, status, status_code, response_time_ms]),
  ).toEqual([
    ['api', 'unhealthy', '503', '120.4'],
    ['search', 'degraded', '200', '1900'],
    ['eu-cache', 'unknown', '', ''],
    ['web', 'healthy', '200', '41.2'],
  ]);
  expect(rows[0]).toMatchObject({
    error_message: 'expected status 2xx, got 503 Service Unavailable (attempt 2 of 3)',
    timestamp: '2026-11-21T19:51:00.250Z',
    tags: 'team=payments tier=1',
    attempts: '2',
    wait_ms: '75.3',
    certificate_days_left: '63',
  });
});

test('a report of no services is the header row', () => {
  expect(csv.render(checkReport([]), plainLook)).toMatch(/^name,status,[a-z_,]+\r\n$/);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', ' =1', '\t=1'])('the name %j is no formula', (service) => {
  const [row] = csvRows(csv.render(checkReport([checkResult({ service })]), plainLook));
  expect(row?.name).toBe(`'${toPlainLine(service)}`);
});

test.each(hostileTexts)('a name and a message with %s stay in their fields', (_name, text) => {
  const hostile = foundResult(
    { status: 'unhealthy', reason: 'timeout', message: text },
    { service: text, tags: { a: text } },
  );
  const [row, ...others] = csvRows(csv.render(checkReport([hostile]), plainLook));
  expect(others).toEqual([]);
  expect(row?.name?.replace(/^'/, '')).toBe(toPlainLine(text));
  for (const value of Object.values(row ?? {})) expect(value).not.toMatch(/^[=+\-@\t\r]/);
});
