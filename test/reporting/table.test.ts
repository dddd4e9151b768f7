import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/reporting/columns.ts';
import type { Format } from '../../src/reporting/format.ts';
import { table } from '../../src/reporting/table.ts';
import { wide } from '../../src/reporting/wide.ts';
import { checkReport, checkResult, foundResult, mixedReport } from '../support/check-result.ts';
import { hostileTexts } from './hostile.ts';
import { plainLook } from './plain-look.ts';

const colors = /\u001b\[\d+m/g;

function linesOf(rendered: string): readonly string[] {
  return rendered.trimEnd().split('\n');
}

test('the table is one aligned line per service, worst first, and a sentence', () => {
  expect(linesOf(table.render(mixedReport, plainLook))).toEqual([
    '✕ api       503  120 ms  expected status 2xx, got 503 Service Unavailable (2 attempts)',
    '▲ search    200   1.9 s  slow: 1.9 s, over the warning threshold of 1.0 s',
    '? eu-cache    –       –  our own DNS resolver does not answer',
    '✓ web       200   41 ms  certificate 63 d',
    '',
    '4 services: 1 healthy, 1 degraded, 1 unhealthy (api), 1 unknown in 2.3 s',
  ]);
});

test('the table is cut to the width of the terminal', () => {
  expect(linesOf(table.render(mixedReport, { ...plainLook, width: 60 })).slice(0, 4)).toEqual([
    '✕ api       503  120 ms  expected status 2xx, got 503 Servi…',
    '▲ search    200   1.9 s  slow: 1.9 s, over the warning thre…',
    '? eu-cache    –       –  our own DNS resolver does not answ…',
    '✓ web       200   41 ms  certificate 63 d',
  ]);
});

test('the table is plain ASCII where the locale is not UTF-8', () => {
  const rendered = table.render(mixedReport, { ...plainLook, width: 60, unicode: false });
  expect(rendered).toMatch(/^[\n -~]*$/);
  expect(linesOf(rendered).map((line) => line.slice(0, 1))).toEqual(['x', '!', '?', '+', '', '4']);
});

test('colours add nothing but colour codes', () => {
  const colored = table.render(mixedReport, { ...plainLook, color: true });
  expect(colored).toContain('\u001b[31m✕\u001b[39m');
  expect(colored.replace(colors, '')).toBe(table.render(mixedReport, plainLook));
});

test('the wide table adds titles, target, attempts, certificate, version, address and phases', () => {
  const [titles, api, , cache] = linesOf(wide.render(mixedReport, plainLook));
  expect(titles?.split(/ {2,}/).filter((title) => title !== '')).toEqual([
    'SERVICE',
    'CODE',
    'TIME',
    'WHAT',
    'TARGET',
    'ATTEMPTS',
    'CERT',
    'HTTP',
    'ADDRESS',
    'DNS',
    'CONNECT',
    'TLS',
    'SEND',
    'WAIT',
    'RECEIVE',
  ]);
  expect(api).toMatch(
    /https:\/\/api\.shop\.example\/health +2\/3 +63 d +1\.1 +192\.0\.2\.10:443 +1 ms +12 ms +30 ms +0\.1 ms +75 ms +1 ms$/,
  );
  expect(cache).toMatch(/cache\.example:6379 +1\/3 +– +– +– +– +– +– +– +– +–$/);
});

test('the wide table leaves columns out from the right where the terminal is too narrow', () => {
  const [titles = ''] = linesOf(wide.render(mixedReport, { ...plainLook, width: 80 }));
  expect(titles).toContain('ATTEMPTS');
  expect(titles).not.toContain('RECEIVE');
});

const odd = checkReport([
  ...hostileTexts.map(([, text]) =>
    foundResult({ status: 'unhealthy', reason: 'timeout', message: text }, { service: text }),
  ),
  checkResult({ service: '監視サービス🚀東京リージョン本番環境' }),
  checkResult({ service: 'a-service-with-a-name-that-is-longer-than-all-the-others-around-it' }),
]);

describe.each<readonly [string, Format]>([
  ['table', table],
  ['wide', wide],
])('the %s', (_name, format) => {
  test.each([30, 40, 60, 80, 100, 120, 200])('has no service line wider than %i columns', (width) => {
    const rows = linesOf(format.render(odd, { ...plainLook, width })).slice(0, -2);
    expect(Math.max(...rows.map(columnsOf))).toBeLessThanOrEqual(width);
    expect(rows.length).toBeGreaterThanOrEqual(odd.results.length);
  });

  test('starts its columns at the same place in every line, whatever the script of the names', () => {
    const report = checkReport(['監視', '🚀🚀🚀', 'plain', 'Grüße'].map((service) => checkResult({ service })));
    const rows = linesOf(format.render(report, plainLook)).filter((line) => line.startsWith('✓'));
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((line) => columnsOf(line.slice(0, line.indexOf(' 200 '))))).size).toBe(1);
  });

  test('has no trailing blanks', () => {
    expect(format.render(mixedReport, plainLook)).not.toMatch(/ $/m);
  });

  test('says so when there was nothing to check', () => {
    expect(format.render(checkReport([]), plainLook)).toBe('0 services in 2.3 s\n');
  });
});

test('hundreds of rows stay aligned with each other', () => {
  const names = Array.from({ length: 350 }, (_, index) => `s${'x'.repeat(index % 17)}${index}`);
  const rows = linesOf(table.render(checkReport(names.map((service) => checkResult({ service }))), plainLook)).slice(
    0,
    -2,
  );
  expect(rows).toHaveLength(350);
  expect(new Set(rows.map((line) => line.indexOf(' 200 '))).size).toBe(1);
});
