import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestRank } from '../../src/domain/check-report.ts';
import {
  emptySketch,
  mergeSketches,
  type PercentileSketch,
  percentileOf,
  readSketch,
  SketchSum,
  sketchOf,
  valuesOf,
} from '../../src/domain/percentile-sketch.ts';

const times = fc.array(fc.double({ min: 0.01, max: 2 ** 31, noNaN: true }), { minLength: 1, maxLength: 300 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a percentile sketch', () => {
  test('knows any nearest-rank percentile within 1 % of its value', () => {
    fc.assert(
      fc.property(times, share, (values, p) => {
        const exact = nearestRank(
          values.toSorted((a, b) => a - b),
          p,
        );
        const estimate = percentileOf(sketchOf(values), p) ?? Number.NaN;
        // The last digits of a logarithm may put a number into the bucket beside its own.
        expect(Math.abs(estimate - exact) / exact).toBeLessThanOrEqual(0.01 + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [0.5, 50],
    [0.95, 95],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('of 1 to 100 ms says of percentile %d about %d ms', (p, expected) => {
    const sketch = sketchOf(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(percentileOf(sketch, p)).toBeGreaterThan(expected * 0.99);
    expect(percentileOf(sketch, p)).toBeLessThan(expected * 1.01);
  });

  test('is the same whether numbers are added at once or in parts, in any order and grouping', () => {
    fc.assert(
      fc.property(times, times, times, (a, b, c) => {
        const whole = sketchOf([...a, ...b, ...c]);
        const [x, y, z] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        expect(mergeSketches([x, y, z])).toEqual(whole);
        expect(mergeSketches([z, mergeSketches([y, x])])).toEqual(whole);
        expect(mergeSketches([mergeSketches([x, z]), emptySketch, y])).toEqual(whole);
      }),
    );
  });

  test('is summed up as bytes as it is when it is read, and so is what remains without a part', () => {
    fc.assert(
      fc.property(times, times, times, (a, b, c) => {
        const sum = new SketchSum();
        const [x, y, z] = [a, b, c].map((values) => sketchOf(values)) as [
          PercentileSketch,
          PercentileSketch,
          PercentileSketch,
        ];
        for (const { bytes } of [x, y, z]) sum.add(bytes);
        sum.take(y.bytes);
        expect(sum.finish()).toEqual(sketchOf([...a, ...c]));
        sum.add(y.bytes);
        expect(sum.finish()).toEqual(y);
        expect(sum.finish()).toEqual(emptySketch);
      }),
    );
  });

  test('is not summed up where the bytes are none', () => {
    expect(() => new SketchSum().add(Uint8Array.from([2, 1, 1]))).toThrow(RangeError);
    expect(() => new SketchSum().add(Uint8Array.from([1, 1]))).toThrow(RangeError);
    expect(() => new SketchSum().add(Uint8Array.from([1, 1, 0x80]))).toThrow(RangeError);
  });

  test('survives being written down', () => {
    fc.assert(
      fc.property(times, (values) => {
        const sketch = sketchOf(values);
        expect(sketch.count).toBe(values.length);
        expect(readSketch(sketch.bytes)).toEqual(sketch);
      }),
    );
  });

  test('knows every number within 1 %, and how often it was seen', () => {
    expect(valuesOf(sketchOf([300, 20, 20]))).toEqual([
      { value: expect.closeTo(20, 0), count: 2 },
      { value: expect.closeTo(300, -1), count: 1 },
    ]);
  });

  test('of nothing knows no percentile, and is one byte', () => {
    expect(percentileOf(emptySketch, 0.5)).toBeUndefined();
    expect(emptySketch.bytes).toHaveLength(1);
    expect(readSketch(emptySketch.bytes)).toEqual(emptySketch);
    expect(sketchOf([])).toEqual(emptySketch);
  });

  test('of a day of results every ten seconds is smaller than 500 bytes', () => {
    const day = Array.from({ length: 8_640 }, (_, index) => 80 + 40 * Math.sin(index) + (index % 100 === 0 ? 900 : 0));
    expect(sketchOf(day).bytes.length).toBeLessThan(500);
  });

  test.each([
    [0, 0.01],
    [-5, 0.01],
    [1e12, 2 ** 31],
  ])('counts %d as %d', (value, end) => {
    expect(sketchOf([value])).toEqual(sketchOf([end]));
  });

  test('refuses what is not a number', () => {
    expect(() => sketchOf([Number.NaN])).toThrow(RangeError);
  });

  test.each([
    ['another format', [9]],
    ['nothing', []],
    ['half a bucket', [1, 5]],
  ])('is not read from %s', (_name, bytes) => {
    expect(() => readSketch(Uint8Array.from(bytes))).toThrow(RangeError);
  });
});
