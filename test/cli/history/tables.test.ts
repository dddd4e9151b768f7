import { describe, expect, test } from 'vitest';
import { resultDocument, resultsTable } from '../../../src/cli/history/results-table.ts';
import { sumsOf } from '../../../src/cli/history/sums.ts';
import { sumsDocument, sumsTable } from '../../../src/cli/history/sums-table.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import { encodeSketch, sketchOf } from '../../../src/domain/percentile-sketch.ts';
import type { Rollup, StoredResult } from '../../../src/storage/store.ts';
import { noon } from '../../storage/records.ts';

const look = { color: false, width: 80, unicode: true };
const time = createWallTime({ nowAt: noon, timeZone: 'UTC' });

function rollup(counts: Partial<Rollup['counts']>, times: readonly number[]): Rollup {
  const all = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, ...counts };
  return { service: 'api', period: 'hour', startsAt: noon, counts: all, sketch: encodeSketch(sketchOf(times)) };
}

describe('sums', () => {
  test('are those of all roll-ups, and percentiles those of all answers', () => {
    const sums = sumsOf([
      rollup({ healthy: 98 }, Array(98).fill(40)),
      rollup({ unhealthy: 1, unknown: 3 }, [4_000, 4_000]),
    ]);
    expect(sums).toMatchObject({ results: 102, counts: { healthy: 98, unhealthy: 1, unknown: 3 } });
    expect(sums.healthyShare).toBeCloseTo(98 / 99);
    expect(sums.p50Ms).toBeCloseTo(40, -1);
    expect(sums.p99Ms).toBeGreaterThan(3_900);
  });

  test('of nothing have neither a share nor percentiles', () => {
    expect(sumsOf([])).toEqual({ results: 0, counts: { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 } });
  });

  test('of results that could not see have no share', () => {
    expect(sumsOf([rollup({ unknown: 5 }, [])])).not.toHaveProperty('healthyShare');
  });

  test('are shown with a share that is 100 % only where all were healthy', () => {
    const rows = [
      { label: 'api', ...sumsOf([rollup({ healthy: 99_999, unhealthy: 1 }, [40])]) },
      { label: 'web', ...sumsOf([rollup({ healthy: 60 }, [40])]) },
      { label: 'new', ...sumsOf([]) },
    ];
    expect(sumsTable('SERVICE', rows, { ...look, width: 100 })).toBe(
      `SERVICE  RESULTS  HEALTHY  DEGRADED  UNHEALTHY  UNKNOWN    P50    P95    P99
api       100000  99.99 %         0          1        0  40 ms  40 ms  40 ms
web           60    100 %         0          0        0  40 ms  40 ms  40 ms
new            0        –         0          0        0      –      –      –
`,
    );
    expect(sumsDocument(sumsOf([]))).toMatchObject({ results: 0, healthy_share: null, p95_response_time_ms: null });
  });
});

const results: readonly StoredResult[] = [
  {
    service: 'api',
    startedAt: noon - 1_000,
    durationMs: 11_000,
    status: 'unhealthy',
    reason: 'unexpected_status',
    responseTimeMs: 120.4,
    statusCode: 503,
    attempts: 2,
    message: 'got \u001b[31m503\nnot 200',
    phases: { dns: 1, wait: 100 },
  },
  { service: 'api', startedAt: noon - 86_400_000, durationMs: 4, status: 'healthy', reason: 'ok', attempts: 1 },
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
