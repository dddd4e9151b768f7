import { mergeSketches, type PercentileSketch, readSketch, SketchSum, sketchOf } from '../domain/percentile-sketch.ts';
import { type Status, statuses } from '../domain/status.ts';
import { decodeReasons, encodeReasons, type ReasonCounts } from './reasons-codec.ts';
import type { Counted } from './result-codec.ts';
import type { Rollup } from './store.ts';

/** Counts of some results of one service, and the response times of those that were successful: healthy or degraded. */
export interface Tally {
  readonly counts: Readonly<Record<Status, number>>;
  readonly reasons: ReasonCounts;
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
  readonly #reasons = new Map<string, number>();
  readonly #times: number[] = [];

  add({ status, reason, responseTimeMs }: Counted): void {
    this.#counts[status] += 1;
    if (reason !== 'ok') this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    if (responseTimeMs !== undefined && isSuccess(status)) this.#times.push(responseTimeMs);
  }

  sum(): Tally {
    return { counts: { ...this.#counts }, reasons: new Map(this.#reasons), sketch: sketchOf(this.#times) };
  }
}

function isSuccess(status: Status): boolean {
  return status === 'healthy' || status === 'degraded';
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
  const reasons = sumCounts(tallies.map((tally) => tally.reasons));
  return { counts, reasons, sketch: mergeSketches(tallies.map(({ sketch }) => sketch)) };
}

function sumCounts<Key>(all: readonly ReadonlyMap<Key, number>[]): ReadonlyMap<Key, number> {
  const sum = new Map<Key, number>();
  for (const counts of all) for (const [key, count] of counts) sum.set(key, (sum.get(key) ?? 0) + count);
  return sum;
}

/** A tally as it is stored. */
export interface TallyColumns extends Readonly<Record<Status, number>> {
  /** See percentile-sketch.ts. */
  readonly sketch: Uint8Array;
  /** See reasons-codec.ts. */
  readonly reasons: Uint8Array;
}

/** The tally as columns. */
export function toColumns({ counts, sketch, reasons }: Tally): TallyColumns {
  return { ...counts, sketch: sketch.bytes, reasons: encodeReasons(reasons) };
}

/** The tally in such columns. */
export function fromColumns(columns: TallyColumns): Tally {
  const { sketch, reasons } = columns;
  return { counts: countsOf(columns), sketch: readSketch(sketch), reasons: decodeReasons(reasons) };
}

/** The counts alone. */
function countsOf({ healthy, degraded, unhealthy, unknown }: TallyColumns): Tally['counts'] {
  return { healthy, degraded, unhealthy, unknown };
}

/** Sums up columns as they are stored. May be used again and again. */
export class ColumnsSum {
  readonly #sketches = new SketchSum();

  /** What some columns come to without others that are part of them. */
  of(added: readonly TallyColumns[], taken: readonly TallyColumns[] = []): Tally {
    const [first] = added;
    if (first !== undefined && added.length === 1 && taken.length === 0) return fromColumns(first);
    const counts = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
    const reasons = new Map<string, number>();
    for (const columns of added) {
      addCounts(counts, columns, 1);
      addReasons(reasons, columns, 1);
      this.#sketches.add(columns.sketch);
    }
    for (const columns of taken) {
      addCounts(counts, columns, -1);
      addReasons(reasons, columns, -1);
      this.#sketches.take(columns.sketch);
    }
    return { counts, reasons, sketch: this.#sketches.finish() };
  }
}

function addCounts(counts: Record<Status, number>, columns: TallyColumns, sign: 1 | -1): void {
  for (const status of statuses) counts[status] += sign * columns[status];
}

/** Without what comes to nothing. */
function addReasons(sum: Map<string, number>, { reasons }: TallyColumns, sign: 1 | -1): void {
  if (reasons.length === 0) return;
  for (const [reason, count] of decodeReasons(reasons)) {
    const left = (sum.get(reason) ?? 0) + sign * count;
    if (left > 0) sum.set(reason, left);
    else sum.delete(reason);
  }
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
