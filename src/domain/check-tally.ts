import { mergeSketches, type PercentileSketch, percentilesOf, shareUpTo } from './percentile-sketch.ts';
import type { CheckCounts, LatencyFigures, Objective } from './sla-report.ts';

/** Checks of a stretch of time, counted. */
export interface CheckTally {
  readonly counts: CheckCounts;
  /** Of the unhealthy ones, those that had no answer in time. */
  readonly timeouts: number;
  /** The response times of successful checks, ms. */
  readonly sketch: PercentileSketch;
}

/** Of several stretches or services together. */
export function sumTallies(tallies: readonly CheckTally[]): CheckTally {
  const counts = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  let timeouts = 0;
  for (const tally of tallies) {
    counts.healthy += tally.counts.healthy;
    counts.degraded += tally.counts.degraded;
    counts.unhealthy += tally.counts.unhealthy;
    counts.unknown += tally.counts.unknown;
    timeouts += tally.timeouts;
  }
  return { counts, timeouts, sketch: mergeSketches(tallies.map(({ sketch }) => sketch)) };
}

// One slow answer among fewer would be the percentile.
const leastForP95 = 20;
const leastForP99 = 100;

/** The percentiles that so many answers can support. */
export function latencyOf({ sketch, timeouts }: CheckTally, objective?: Objective['latency']): LatencyFigures {
  const { count } = sketch;
  const [p50Ms, p95Ms, p99Ms] = percentilesOf(sketch, [0.5, 0.95, 0.99]);
  const underShare = objective && shareUpTo(sketch, objective.underMs);
  return {
    count,
    timeouts,
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p95Ms !== undefined && count >= leastForP95 && { p95Ms }),
    ...(p99Ms !== undefined && count >= leastForP99 && { p99Ms }),
    ...(underShare !== undefined && { underShare }),
  };
}
