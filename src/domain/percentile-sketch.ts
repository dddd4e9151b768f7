import { createByteReader, createByteWriter } from './bytes.ts';

/**
 * How often a number of each size was seen: a histogram whose buckets grow by 2 %, from which any percentile can be read
 * with an error of at most 1 % of its value. DDSketch (https://arxiv.org/abs/1908.10693) without its collapsing: the
 * range is bounded instead, so that merging is exact, whatever the order.
 */
export interface PercentileSketch {
  readonly count: number;
  /** Counts by bucket. Bucket i holds the numbers in (γ^(i-1), γ^i]. */
  readonly buckets: ReadonlyMap<number, number>;
}

const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);

// Milliseconds are measured to a hundredth at best, and no answer takes longer than the longest timer.
const smallest = 0.01;
const largest = 2 ** 31;

export const emptySketch: PercentileSketch = { count: 0, buckets: new Map() };

/** The sketch of these numbers. They are taken to lie from 0.01 to 2^31: what is outside counts as the nearer end. Throws a RangeError for NaN. */
export function sketchOf(values: Iterable<number>): PercentileSketch {
  const buckets = new Map<number, number>();
  let count = 0;
  for (const value of values) {
    const bucket = bucketOf(value);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    count += 1;
  }
  return { count, buckets };
}

function bucketOf(value: number): number {
  if (Number.isNaN(value)) throw new RangeError('not a number');
  return Math.ceil(Math.log(Math.min(largest, Math.max(smallest, value))) / logGamma);
}

/** The sketch of all numbers of these sketches together: the same in any order and grouping. */
export function mergeSketches(sketches: Iterable<PercentileSketch>): PercentileSketch {
  const buckets = new Map<number, number>();
  let count = 0;
  for (const sketch of sketches) {
    count += sketch.count;
    for (const [bucket, seen] of sketch.buckets) buckets.set(bucket, (buckets.get(bucket) ?? 0) + seen);
  }
  return { count, buckets };
}

/** The nearest-rank percentile x[ceil(p·n)], within 1 % of its value; undefined when nothing was seen. p from 0 to 1. */
export function percentileOf(sketch: PercentileSketch, p: number): number | undefined {
  const rank = Math.max(1, Math.ceil(p * sketch.count));
  let seen = 0;
  for (const [bucket, count] of ascending(sketch)) {
    seen += count;
    if (seen >= rank) return middleOf(bucket);
  }
  return undefined;
}

/** The share of the numbers that are not above a limit, 0 to 1; those within 2 % of the limit may count either way. Undefined when nothing was seen. */
export function shareUpTo({ count, buckets }: PercentileSketch, limit: number): number | undefined {
  if (count === 0) return undefined;
  const last = bucketOf(limit);
  let within = 0;
  for (const [bucket, seen] of buckets) if (bucket <= last) within += seen;
  return within / count;
}

/** The value whose relative distance to both ends of the bucket is the same: 2γ^i / (γ + 1). */
function middleOf(bucket: number): number {
  return (2 * gamma ** bucket) / (gamma + 1);
}

const format = 1;
// Makes the number of the lowest bucket positive.
const offset = 1_024;

/** The sketch as bytes: the same for equal sketches, about two per bucket in use. */
export function encodeSketch(sketch: PercentileSketch): Uint8Array {
  const writer = createByteWriter();
  writer.varint(format);
  let previous = -offset;
  for (const [bucket, count] of ascending(sketch)) {
    writer.varint(bucket - previous);
    writer.varint(count);
    previous = bucket;
  }
  return writer.finish();
}

/** Reads back what encodeSketch wrote; throws a RangeError for anything else. */
export function decodeSketch(bytes: Uint8Array): PercentileSketch {
  const reader = createByteReader(bytes);
  if (reader.varint() !== format) throw new RangeError('not a percentile sketch of a known format');
  const buckets = new Map<number, number>();
  let count = 0;
  let bucket = -offset;
  while (!reader.atEnd) {
    bucket += reader.varint();
    const seen = reader.varint();
    buckets.set(bucket, seen);
    count += seen;
  }
  return { count, buckets };
}

function ascending({ buckets }: PercentileSketch): readonly (readonly [bucket: number, count: number])[] {
  return [...buckets].sort(([a], [b]) => a - b);
}
