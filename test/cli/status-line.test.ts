import { expect, test } from 'vitest';
import { statusLine } from '../../src/cli/status-line.ts';
import { columnsOf } from '../../src/reporting/columns.ts';
import { checkResult, unhealthyResult, unknownResult } from '../support/check-result.ts';

const look = { color: false, width: 80, unicode: true };

test('lines printed one by one are aligned on the longest name to come', () => {
  const lines = [checkResult(), unhealthyResult, unknownResult].map((result) =>
    statusLine(result, { ...look, nameColumns: 8 }),
  );
  expect(lines).toEqual([
    '✓ web       200   41 ms  certificate 63 d',
    '✕ api       503  120 ms  expected status 2xx, got 503 Service Unavailable (2 at…',
    '? eu-cache    –       –  our own DNS resolver does not answer',
  ]);
});

test.each([20, 40, 80])('a line is never wider than %i columns', (width) => {
  const result = { ...unhealthyResult, service: '監視サービス🚀東京リージョン本番環境' };
  const line = statusLine(result, { ...look, width, nameColumns: 50 });
  expect(columnsOf(line)).toBeLessThanOrEqual(width);
  expect(line).toMatch(/^✕ 監視/);
});

test('a hostile name cannot leave its line or move the cursor', () => {
  const line = statusLine(checkResult({ service: 'a\n\u001b[2Jb\r\u009b1Ac' }), look);
  expect(line).toBe('✓ a b 1Ac  200   41 ms  certificate 63 d');
});

test('the status is painted and named by its symbol', () => {
  expect(statusLine(unhealthyResult, { ...look, color: true })).toContain('\u001b[31m✕\u001b[39m');
  expect(statusLine(unhealthyResult, { ...look, unicode: false })).toMatch(/^x api/);
});
