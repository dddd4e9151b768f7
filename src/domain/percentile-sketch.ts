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
  return percentilesOf(sketch, [p])[0];
}

/** Several of them, which ascend, at the cost of one. */
export function percentilesOf(sketch: PercentileSketch, shares: readonly number[]): readonly number[] {
  const ranks = shares.map((p) => Math.max(1, Math.ceil(p * sketch.count)));
  const percentiles: number[] = [];
  let seen = 0;
  for (const bucket of ascending(sketch)) {
    seen += sketch.buckets.get(bucket) ?? 0;
    while (seen >= (ranks[percentiles.length] ?? Number.POSITIVE_INFINITY)) percentiles.push(middleOf(bucket));
  }
  return percentiles;
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
  for (const bucket of ascending(sketch)) {
    writer.varint(bucket - previous);
    writer.varint(sketch.buckets.get(bucket) ?? 0);
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

/**
 * Sums up sketches as they are encoded, and takes away those that are part of others: what decoding and merging comes to, in a
 * tenth of the time. May be used again and again.
 */
export class EncodedSketchSum {
  readonly #counts = new Float64Array(offset + bucketOf(largest) + 1);

  /** Throws a RangeError for bytes that are no sketch. */
  add(bytes: Uint8Array): void {
    addEncoded(this.#counts, bytes, 1);
  }

  take(bytes: Uint8Array): void {
    addEncoded(this.#counts, bytes, -1);
  }

  /** The sum as bytes; the next one begins empty. */
  finish(): Uint8Array {
    const writer = createByteWriter();
    writer.varint(format);
    let previous = 0;
    for (let index = 0; index < this.#counts.length; index += 1) {
      const count = this.#counts[index] ?? 0;
      if (count <= 0) continue;
      writer.varint(index - previous);
      writer.varint(count);
      previous = index;
    }
    this.#counts.fill(0);
    return writer.finish();
  }
}

/** Reads varints itself: a reader takes several times as long. */
function addEncoded(counts: Float64Array, bytes: Uint8Array, sign: 1 | -1): void {
  if (bytes[0] !== format) throw new RangeError('not a percentile sketch of a known format');
  let index = 0;
  let value = 0;
  let scale = 1;
  let isCount = false;
  for (let position = 1; position < bytes.length; position += 1) {
    const byte = bytes[position] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    if (isCount) counts[index] = (counts[index] ?? 0) + sign * value;
    else index += value;
    isCount = !isCount;
    value = 0;
    scale = 1;
  }
  if (isCount || scale > 1) throw new RangeError('the bytes end too early');
}

/** Typed numbers are sorted by value without a function that compares: reports sort tens of thousands of sketches. */
function ascending({ buckets }: PercentileSketch): Int32Array {
  const numbers = new Int32Array(buckets.size);
  let place = 0;
  for (const bucket of buckets.keys()) {
    numbers[place] = bucket;
    place += 1;
  }
  return numbers.sort();
}
