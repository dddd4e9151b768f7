/**
 * How often a number of each size was seen: a histogram whose buckets grow by 2 %, from which any percentile can be read
 * with an error of at most 1 % of its value. DDSketch (https://arxiv.org/abs/1908.10693) without its collapsing: the
 * range is bounded instead, so that merging is exact, whatever the order.
 */
export interface PercentileSketch {
  readonly count: number;
  /**
   * The format, then the buckets in use, ascending: how far each is from the one before and how often it was seen, as numbers in
   * base 128, lowest digits first (LEB128). About two bytes a bucket; the same for equal sketches. It is stored and read as it is: a
   * report reads tens of thousands of sketches, each once.
   */
  readonly bytes: Uint8Array;
}

const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);

// Milliseconds are measured to a hundredth at best, and no answer takes longer than the longest timer.
const smallest = 0.01;
const largest = 2 ** 31;

const format = 1;
// Makes the number of the lowest bucket positive.
const offset = 1_024;

export const emptySketch: PercentileSketch = { count: 0, bytes: Uint8Array.of(format) };

/** The sketch of these numbers. They are taken to lie from 0.01 to 2^31: what is outside counts as the nearer end. Throws a RangeError for NaN. */
export function sketchOf(values: Iterable<number>): PercentileSketch {
  return summed([...values], (sum, value) => sum.count(value));
}

/** Bucket i holds the numbers in (γ^(i-1-offset), γ^(i-offset)]. */
function bucketOf(value: number): number {
  if (Number.isNaN(value)) throw new RangeError('not a number');
  return offset + Math.ceil(Math.log(Math.min(largest, Math.max(smallest, value))) / logGamma);
}

/** The value whose relative distance to both ends of the bucket is the same: 2γ^i / (γ + 1). */
function middleOf(bucket: number): number {
  return (2 * gamma ** (bucket - offset)) / (gamma + 1);
}

/** The sketch of all numbers of these sketches together: the same in any order and grouping. */
export function mergeSketches(sketches: Iterable<PercentileSketch>): PercentileSketch {
  return summed([...sketches], (sum, { bytes }) => sum.add(bytes));
}

/** Empty between two calls: making room for every bucket anew takes longer than most sums. */
let scratch: SketchSum | undefined;

function summed<Part>(parts: readonly Part[], add: (sum: SketchSum, part: Part) => void): PercentileSketch {
  const sum = scratch ?? new SketchSum();
  // One that throws half-way is not used again.
  scratch = undefined;
  for (const part of parts) add(sum, part);
  const sketch = sum.finish();
  scratch = sum;
  return sketch;
}

/** Reads bytes that were stored; throws a RangeError for what is no sketch. */
export function readSketch(bytes: Uint8Array): PercentileSketch {
  let count = 0;
  walk(bytes, (_bucket, seen) => {
    count += seen;
  });
  return { count, bytes };
}

/** The nearest-rank percentile x[ceil(p·n)], within 1 % of its value; undefined when nothing was seen. p from 0 to 1. */
export function percentileOf(sketch: PercentileSketch, p: number): number | undefined {
  return percentilesOf(sketch, [p])[0];
}

/** Several of them, which ascend, at the cost of one. */
export function percentilesOf({ count, bytes }: PercentileSketch, shares: readonly number[]): readonly number[] {
  const ranks = shares.map((p) => Math.max(1, Math.ceil(p * count)));
  const percentiles: number[] = [];
  let below = 0;
  walk(bytes, (bucket, seen) => {
    below += seen;
    while (below >= (ranks[percentiles.length] ?? Number.POSITIVE_INFINITY)) percentiles.push(middleOf(bucket));
  });
  return percentiles;
}

/** The share of the numbers that are not above a limit, 0 to 1; those within 2 % of the limit may count either way. Undefined when nothing was seen. */
export function shareUpTo({ count, bytes }: PercentileSketch, limit: number): number | undefined {
  if (count === 0) return undefined;
  const last = bucketOf(limit);
  let within = 0;
  walk(bytes, (bucket, seen) => {
    if (bucket <= last) within += seen;
  });
  return within / count;
}

/** The numbers as far as the sketch knows them, ascending: each stands for all that are within 1 % of it. */
export function valuesOf({ bytes }: PercentileSketch): readonly { readonly value: number; readonly count: number }[] {
  const values: { value: number; count: number }[] = [];
  walk(bytes, (bucket, count) => values.push({ value: middleOf(bucket), count }));
  return values;
}

const highest = bucketOf(largest);
// Two digits for the distance between two buckets, eight for the largest count that a number can hold.
const longestPair = 10;

/** Sums up sketches, and takes away those that are part of others. May be used again and again. */
export class SketchSum {
  readonly #counts = new Float64Array(highest + 1);
  readonly #written = new Uint8Array(1 + (highest + 1) * longestPair).fill(format, 0, 1);
  #first = Number.POSITIVE_INFINITY;
  #last = 0;

  /** Throws a RangeError for NaN. */
  count(value: number): void {
    this.#change(bucketOf(value), 1);
  }

  /** Throws a RangeError for bytes that are no sketch. */
  add(bytes: Uint8Array): void {
    walk(bytes, (bucket, seen) => this.#change(bucket, seen));
  }

  take(bytes: Uint8Array): void {
    walk(bytes, (bucket, seen) => this.#change(bucket, -seen));
  }

  /** The sum; the next one begins empty. */
  finish(): PercentileSketch {
    const written = this.#written;
    let length = 1;
    let count = 0;
    let previous = 0;
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const seen = this.#counts[bucket] ?? 0;
      if (seen <= 0) continue;
      length = writeNumber(written, length, bucket - previous);
      length = writeNumber(written, length, seen);
      previous = bucket;
      count += seen;
    }
    this.#clear();
    return { count, bytes: written.slice(0, length) };
  }

  #change(bucket: number, by: number): void {
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + by;
    if (bucket < this.#first) this.#first = bucket;
    if (bucket > this.#last) this.#last = bucket;
  }

  #clear(): void {
    if (this.#first <= this.#last) this.#counts.fill(0, this.#first, this.#last + 1);
    this.#first = Number.POSITIVE_INFINITY;
    this.#last = 0;
  }
}

/** The place after it. */
function writeNumber(into: Uint8Array, at: number, value: number): number {
  let place = at;
  let rest = value;
  while (rest >= 0x80) {
    into[place] = (rest % 0x80) + 0x80;
    place += 1;
    rest = Math.floor(rest / 0x80);
  }
  into[place] = rest;
  return place + 1;
}

/** Visits the buckets in use, ascending. A reader of bytes would take several times as long. */
function walk(bytes: Uint8Array, visit: (bucket: number, seen: number) => void): void {
  if (bytes[0] !== format) throw new RangeError('not a percentile sketch of a known format');
  let bucket = 0;
  let value = 0;
  let scale = 1;
  let isCount = false;
  for (let position = 1; position < bytes.length; position += 1) {
    const byte = bytes[position] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    if (isCount) visit(bucket, value);
    else bucket += value;
    isCount = !isCount;
    value = 0;
    scale = 1;
  }
  if (isCount || scale > 1) throw new RangeError('the bytes end too early');
}
