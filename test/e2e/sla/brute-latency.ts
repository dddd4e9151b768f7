import type { Seen } from './brute-incidents.ts';
import { lastAtOrBefore } from './brute-states.ts';
import type { Span } from './brute-zone.ts';

/** What is promised of response times, in ms and percent. */
export interface LatencyPromise {
  readonly underMs: number;
  readonly objective: number;
}

/** A number that may lie anywhere between two. */
export interface Between {
  readonly least: number;
  readonly most: number;
}

/** Results of a span whose ends may be moved by some time: those that are in it in any case, and those that may be. */
export interface Counted {
  readonly certain: readonly Seen[];
  readonly possible: readonly Seen[];
}

/** The results that began within a span, of results in the order of time. */
export function beganIn(results: readonly Seen[], { fromAt, toAt }: Span, slackMs: number): Counted {
  const place = (limit: number) =>
    lastAtOrBefore(results.length, (index) => results[index]?.startedAt ?? 0, limit - 1) + 1;
  const certain = results.slice(place(fromAt + slackMs), Math.max(place(fromAt + slackMs), place(toAt - slackMs)));
  return { certain, possible: slackMs === 0 ? certain : results.slice(place(fromAt - slackMs), place(toAt + slackMs)) };
}

/** Of several services. */
export function together(all: readonly Counted[]): Counted {
  return { certain: all.flatMap(({ certain }) => certain), possible: all.flatMap(({ possible }) => possible) };
}

/** Counts and exact nearest-rank percentiles, shaped as a report prints them; undefined where slack leaves it open whether there is one. */
export function bruteLatency(counted: Counted, promise?: LatencyPromise) {
  const certain = responseTimes(counted.certain);
  const possible = counted.possible === counted.certain ? certain : responseTimes(counted.possible);
  const extra = possible.length - certain.length;
  const isTimeout = ({ status, reason }: Seen) => status === 'unhealthy' && reason === 'timeout';
  return {
    answers: { least: certain.length, most: possible.length },
    timeouts: countBetween(counted, isTimeout),
    p50_ms: nearestRank(certain, extra, { percent: 50, leastCount: 1 }),
    p95_ms: nearestRank(certain, extra, { percent: 95, leastCount: 20 }),
    p99_ms: nearestRank(certain, extra, { percent: 99, leastCount: 100 }),
    under_share: promise === undefined ? null : shareWithin(certain, possible, promise.underMs),
  };
}

function responseTimes(results: readonly Seen[]): Float64Array {
  const times: number[] = [];
  for (const { status, responseTimeMs } of results) {
    if ((status === 'healthy' || status === 'degraded') && responseTimeMs !== undefined) times.push(responseTimeMs);
  }
  return Float64Array.from(times).sort();
}

function countBetween({ certain, possible }: Counted, isOne: (result: Seen) => boolean): Between {
  const least = certain.filter(isOne).length;
  return { least, most: possible === certain ? least : possible.filter(isOne).length };
}

/** The extremes: everything that may be there is faster, or slower, than what is. */
function nearestRank(
  sorted: Float64Array,
  extra: number,
  { percent, leastCount }: { readonly percent: number; readonly leastCount: number },
): Between | null | undefined {
  const most = sorted.length + extra;
  if (most < leastCount) return null;
  if (sorted.length < leastCount) return undefined;
  const rank = Math.ceil((percent * most) / 100) - 1;
  return { least: sorted[rank - extra] ?? 0, most: sorted[rank] ?? Number.POSITIVE_INFINITY };
}

// Buckets grow by 2 %: what is that near to the limit may be counted on either side of it.
const bucketGrowth = 1.0203;

function shareWithin(certain: Float64Array, possible: Float64Array, limitMs: number): Between | null | undefined {
  if (possible.length === 0) return null;
  if (certain.length === 0) return undefined;
  const upTo = (sorted: Float64Array, limit: number) =>
    lastAtOrBefore(sorted.length, (place) => sorted[place] ?? 0, limit) + 1;
  const [low, high] = [limitMs / bucketGrowth, limitMs * bucketGrowth];
  const share = (within: number, over: number) => (within === 0 ? 0 : within / (within + over));
  return {
    least: share(upTo(certain, low), possible.length - upTo(possible, low)),
    most: share(upTo(possible, high), certain.length - upTo(certain, high)),
  };
}

/** Whether the promise was kept; undefined where too many answers are too near to the limit to tell. */
export function latencyVerdict(
  promise: LatencyPromise | undefined,
  { under_share: share }: ReturnType<typeof bruteLatency>,
): 'met' | 'missed' | 'insufficient_data' | null | undefined {
  if (promise === undefined) return null;
  if (share === null) return 'insufficient_data';
  if (share === undefined) return undefined;
  if (share.least >= promise.objective / 100) return 'met';
  return share.most < promise.objective / 100 ? 'missed' : undefined;
}

/** How checks ended. */
export function countChecks(counted: Counted) {
  const count = (status: Seen['status']) => countBetween(counted, (result) => result.status === status);
  return {
    healthy: count('healthy'),
    degraded: count('degraded'),
    unhealthy: count('unhealthy'),
    unknown: count('unknown'),
  };
}
