import { describe, expect, test } from 'vitest';
import { compareRanks } from '../../src/domain/mann-whitney.ts';
import { sketchOf } from '../../src/domain/percentile-sketch.ts';

/** Samples far enough apart that no two numbers share a bucket unless they are equal. */
const grown = (numbers: readonly number[]) => sketchOf(numbers.map((number) => 1.1 ** number));

describe('two samples', () => {
  // The first is the example of scipy.stats.mannwhitneyu, one-sided; the second was worked out by its formula with an exact erfc.
  test.each<[what: string, a: readonly number[], b: readonly number[], u: number, pValue: number]>([
    ['without ties', [19, 22, 16, 29, 24], [20, 11, 17, 12], 17, 0.0556734],
    ['with ties', [1, 2, 2, 3, 5, 5, 5], [1, 1, 2, 2, 3, 4], 29.5, 0.1202165],
  ])('%s have the U and p of the textbook', (_what, a, b, u, pValue) => {
    const comparison = compareRanks(grown(a), grown(b));
    expect(comparison.effect * a.length * b.length).toBeCloseTo(u, 9);
    expect(comparison.pValue).toBeCloseTo(pValue, 6);
  });

  test('that are all the same are alike', () => {
    expect(compareRanks(grown([1, 1, 1]), grown([1, 1]))).toEqual({ effect: 0.5, pValue: 1 });
    expect(compareRanks(grown([]), grown([1, 1]))).toEqual({ effect: 0.5, pValue: 1 });
  });

  test('change places with their effect', () => {
    const [a, b] = [grown([1, 4, 6, 6, 9]), grown([2, 3, 3, 5])];
    expect(compareRanks(a, b).effect + compareRanks(b, a).effect).toBeCloseTo(1, 12);
  });

  test('of which one lies above the other altogether differ as much as can be', () => {
    const comparison = compareRanks(grown(range(100, 130)), grown(range(0, 60)));
    expect(comparison.effect).toBe(1);
    expect(comparison.pValue).toBeLessThan(1e-12);
  });
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_item, index) => from + index);
}
