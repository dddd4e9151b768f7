import {
  decodeSketch,
  encodeSketch,
  mergeSketches,
  type PercentileSketch,
  sketchOf,
} from '../domain/percentile-sketch.ts';
import type { Status } from '../domain/status.ts';
import type { Counted } from './result-codec.ts';
import type { Rollup } from './store.ts';

/** Counts and response times of some results of one service. */
export interface Tally {
  readonly counts: Readonly<Record<Status, number>>;
  readonly sketch: PercentileSketch;
}

export const periodMs: Readonly<Record<Rollup['period'], number>> = { hour: 3_600_000, day: 86_400_000 };

/** The beginning of the UTC hour or day that an instant belongs to, epoch ms. */
export function periodStart(period: Rollup['period'], at: number): number {
  return Math.floor(at / periodMs[period]) * periodMs[period];
}

/** Sums up results one by one. */
export class RunningTally {
  readonly #counts: Record<Status, number> = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  readonly #times: number[] = [];

  add({ status, responseTimeMs }: Counted): void {
    this.#counts[status] += 1;
    if (responseTimeMs !== undefined) this.#times.push(responseTimeMs);
  }

  sum(): Tally {
    return { counts: { ...this.#counts }, sketch: sketchOf(this.#times) };
  }
}

/** Sums up results. */
export function tallyOf(results: readonly Counted[]): Tally {
  const tally = new RunningTally();
  for (const result of results) tally.add(result);
  return tally.sum();
}

/** Sums up sums: the same in any order and grouping. */
export function mergeTallies(tallies: readonly Tally[]): Tally {
  const counts: Record<Status, number> = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  for (const tally of tallies) {
    counts.healthy += tally.counts.healthy;
    counts.degraded += tally.counts.degraded;
    counts.unhealthy += tally.counts.unhealthy;
    counts.unknown += tally.counts.unknown;
  }
  return { counts, sketch: mergeSketches(tallies.map(({ sketch }) => sketch)) };
}

/** A tally as it is stored. */
export interface TallyColumns extends Readonly<Record<Status, number>> {
  /** See percentile-sketch.ts. */
  readonly sketch: Uint8Array;
}

/** The tally as columns. */
export function toColumns({ counts, sketch }: Tally): TallyColumns {
  return { ...counts, sketch: encodeSketch(sketch) };
}

/** The tally in such columns. */
export function fromColumns({ sketch, ...counts }: TallyColumns): Tally {
  return { counts, sketch: decodeSketch(sketch) };
}

/** Groups by the period that each belongs to, oldest first. */
export function byPeriod<T>(period: Rollup['period'], items: readonly T[], at: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const start = periodStart(period, at(item));
    const group = groups.get(start);
    if (group === undefined) groups.set(start, [item]);
    else group.push(item);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}
