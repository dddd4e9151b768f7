import { expect, test } from 'vitest';
import { nagios, nagiosExitCode } from '../../src/reporting/nagios.ts';
import {
  checkReport,
  checkResult,
  degradedResult,
  foundResult,
  mixedReport,
  unhealthyResult,
  unknownResult,
} from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { plainLook } from './plain-look.ts';

const web = checkResult();

test.each([
  ['all healthy', checkReport([web]), 'SVCMON OK - 1/1 up', 0],
  ['degraded', checkReport([web, degradedResult]), 'SVCMON WARNING - 1/2 degraded: search (slow)', 1],
  ['unhealthy', mixedReport, 'SVCMON CRITICAL - 1/4 down: api (HTTP 503)', 2],
  ['unknown', checkReport([web, unknownResult]), 'SVCMON UNKNOWN - 1/2 unknown: eu-cache (dns unavailable)', 3],
  [
    'unknown beside degraded',
    checkReport([degradedResult, unknownResult]),
    'SVCMON WARNING - 1/2 degraded: search (slow)',
    1,
  ],
  ['nothing checked', checkReport([]), 'SVCMON UNKNOWN - no service was checked', 3],
])('%s', (_name, report, text, exitCode) => {
  expect(nagios.render(report, plainLook).split(' | ')[0]).toBe(text);
  expect(nagiosExitCode(report)).toBe(exitCode);
});

test('the performance data is one value per service by name, U where there was no answer', () => {
  expect(nagios.render(mixedReport, plainLook)).toBe(
    "SVCMON CRITICAL - 1/4 down: api (HTTP 503) | up=2;;0:;0;4 'api'=120.4ms;;;0 'eu-cache'=U;;;0 'search'=1900ms;;;0 'web'=41.2ms;;;0\n",
  );
});

test('a long list is cut to 80 characters and says how many more there are', () => {
  const report = checkReport(
    Array.from({ length: 50 }, (_, index) => ({ ...unhealthyResult, service: `service-${index}` })),
  );
  const text = nagios.render(report, plainLook).split(' | ')[0] ?? '';
  expect(text).toBe('SVCMON CRITICAL - 50/50 down: service-0 (HTTP 503), +49 more');
  expect(text.length).toBeLessThanOrEqual(80);
});

// Monitoring Plugins guidelines: 'label'=value[UOM];[warn];[crit];[min];[max]
const perfdata = /^up=\d+;;0:;0;\d+( '[^'=|]*'=(U|\d+(\.\d)?ms);;;0)*$/;

test.each(hostileTexts)('a name with %s breaks neither the line nor the performance data', (_name, text) => {
  const hostile = foundResult({ status: 'unhealthy', reason: 'timeout', message: text }, { service: text });
  const lines = nagios.render(checkReport([hostile, web]), plainLook).split('\n');
  expect(lines).toHaveLength(2);
  const [status, data, ...rest] = lines[0]?.split('|') ?? [];
  expect(rest).toEqual([]);
  expect(data?.trim()).toMatch(perfdata);
  expect(status?.length).toBeLessThanOrEqual(80);
});
