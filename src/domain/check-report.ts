import type { CheckResult } from './check-result.ts';
import { byWorstFirst, type Status, worstStatus } from './status.ts';

/** All results of one `svcmon check`. Instants are epoch ms. */
export interface CheckReport {
  readonly startedAt: number;
  readonly durationMs: number;
  /** Worst first, then in the order of the configuration. */
  readonly results: readonly CheckResult[];
}

export interface Summary extends Readonly<Record<Status, number>> {
  readonly total: number;
  readonly overall: Status;
}

/** Response times of the services that answered, ms. Percentiles are nearest-rank; absent without answers. */
export interface Performance {
  readonly count: number;
  readonly averageMs?: number;
  readonly maxMs?: number;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
}

/** Sorts worst first and keeps the configured order among equals. */
export function worstFirst(results: readonly CheckResult[]): readonly CheckResult[] {
  return results.toSorted((a, b) => byWorstFirst(a.status, b.status));
}

/** Counts the results by status. */
export function summarize(results: readonly CheckResult[]): Summary {
  const counts: Record<Status, number> = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  for (const { status } of results) counts[status] += 1;
  return { ...counts, total: results.length, overall: worstStatus(results.map(({ status }) => status)) };
}

/** Average, maximum and percentiles of the response times of those that answered. */
export function performanceOf(results: readonly CheckResult[]): Performance {
  const times = results.flatMap(responseTimeOf).toSorted((a, b) => a - b);
  const maxMs = times.at(-1);
  if (maxMs === undefined) return { count: 0 };
  return {
    count: times.length,
    averageMs: times.reduce((sum, time) => sum + time, 0) / times.length,
    maxMs,
    p50Ms: nearestRank(times, 0.5),
    p95Ms: nearestRank(times, 0.95),
    p99Ms: nearestRank(times, 0.99),
  };
}

function responseTimeOf({ attempts, observation }: CheckResult): readonly number[] {
  const answered = attempts.at(-1)?.reason === 'ok';
  return answered && observation?.responseTimeMs !== undefined ? [observation.responseTimeMs] : [];
}

/** The nearest-rank percentile of sorted numbers: x[ceil(p·n)] counted from 1 (ISO 16269-4). NaN when there are none. */
export function nearestRank(sorted: readonly number[], p: number): number {
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}
