import { describe, expect, test } from 'vitest';
import { resultsTable } from '../../../src/cli/history/results-table.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import { resultDocument } from '../../../src/reporting/result-document.ts';
import type { StoredResult } from '../../../src/storage/store.ts';
import { noon } from '../../storage/records.ts';

const look = { color: false, width: 80, unicode: true };
const time = createWallTime({ nowAt: noon, timeZone: 'UTC' });

const results: readonly StoredResult[] = [
  {
    service: 'api',
    startedAt: noon - 1_000,
    intervalMs: 60_000,
    durationMs: 11_000,
    status: 'unhealthy',
    reason: 'unexpected_status',
    responseTimeMs: 120.4,
    statusCode: 503,
    attempts: 2,
    message: 'got \u001b[31m503\nnot 200',
    phases: { dns: 1, wait: 100 },
  },
  {
    service: 'api',
    startedAt: noon - 86_400_000,
    intervalMs: 60_000,
    durationMs: 4,
    status: 'healthy',
    reason: 'ok',
    attempts: 1,
  },
];

describe('results', () => {
  test('are one line each', () => {
    expect(resultsTable(results, time, look)).toBe(`           WHEN    STATUS     CODE    TIME  WHAT
       11:59:59  ✕ unhealthy   503  120 ms  got 503 not 200 (2 attempts)
20 Nov 12:00:00  ✓ healthy       –       –
`);
  });

  test('are nothing where there are none', () => {
    expect(resultsTable([], time, look)).toBe('');
  });

  test('are documents with all that is stored of them', () => {
    expect(results.map(resultDocument)).toMatchObject([
      {
        timestamp: '2026-11-21T11:59:59.000Z',
        status: 'unhealthy',
        message: 'got 503 not 200',
        phases: { dns_ms: 1, connect_ms: null, wait_ms: 100 },
      },
      { message: null, status_code: null, response_time_ms: null, phases: null },
    ]);
  });
});
