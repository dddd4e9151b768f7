import { decodeSketch, mergeSketches, percentileOf } from '../../domain/percentile-sketch.ts';
import type { Status } from '../../domain/status.ts';
import type { Rollup } from '../../storage/store.ts';

/** What some roll-ups come to. */
export interface Sums {
  /** Of results, not of time. */
  readonly counts: Readonly<Record<Status, number>>;
  /** All of them. */
  readonly results: number;
  /** Of those that could see: healthy ÷ (all but unknown), 0 to 1; absent where there are none. */
  readonly healthyShare?: number;
  /** Percentiles of the response times of answers, ms; absent without answers. */
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
}

/** Sums up roll-ups; percentiles are those of all answers together, never averages of percentiles. */
export function sumsOf(rollups: readonly Rollup[]): Sums {
  const count = (status: Status) => rollups.reduce((sum, { counts }) => sum + counts[status], 0);
  const counts = {
    healthy: count('healthy'),
    degraded: count('degraded'),
    unhealthy: count('unhealthy'),
    unknown: count('unknown'),
  };
  const seen = counts.healthy + counts.degraded + counts.unhealthy;
  const sketch = mergeSketches(rollups.map((rollup) => decodeSketch(rollup.sketch)));
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((p) => percentileOf(sketch, p));
  return {
    counts,
    results: seen + counts.unknown,
    ...(seen > 0 && { healthyShare: counts.healthy / seen }),
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p95Ms !== undefined && { p95Ms }),
    ...(p99Ms !== undefined && { p99Ms }),
  };
}
