import { type PercentileSketch, valuesOf } from './percentile-sketch.ts';

/** Whether the numbers of one sample tend to be larger than those of another. */
export interface RankComparison {
  /** The chance that one number of the first is larger than one of the second, ties counted half: 0.5 where they are alike. */
  readonly effect: number;
  /** The chance of such an effect, or a larger one, if there were no difference: one-sided. */
  readonly pValue: number;
}

/**
 * Mann and Whitney's U test on two sketches, whose buckets are ties: normal approximation with correction for ties and
 * continuity, for 20 numbers each or more (Mann and Whitney, Annals of Mathematical Statistics 18, 1947; Lehmann,
 * Nonparametrics, 1975, §1.4). The effect is the common language effect size (McGraw and Wong, Psychological Bulletin 111,
 * 1992). No difference where one of them is empty.
 */
export function compareRanks(first: PercentileSketch, second: PercentileSketch): RankComparison {
  const pairs = first.count * second.count;
  const total = first.count + second.count;
  let below = 0;
  let u = 0;
  let ties = 0;
  const firstCounts = countsByValue(first);
  const secondCounts = countsByValue(second);
  for (const value of [...new Set([...firstCounts.keys(), ...secondCounts.keys()])].sort((a, b) => a - b)) {
    const ofFirst = firstCounts.get(value) ?? 0;
    const ofSecond = secondCounts.get(value) ?? 0;
    u += ofFirst * (below + ofSecond / 2);
    below += ofSecond;
    const tied = ofFirst + ofSecond;
    ties += tied ** 3 - tied;
  }
  const variance = (pairs / 12) * (total + 1 - ties / (total * (total - 1)));
  // All are tied, or there are none.
  if (!(variance > 0)) return { effect: 0.5, pValue: 1 };
  return { effect: u / pairs, pValue: upperTail((u - pairs / 2 - 0.5) / Math.sqrt(variance)) };
}

function countsByValue(sketch: PercentileSketch): ReadonlyMap<number, number> {
  return new Map(valuesOf(sketch).map(({ value, count }) => [value, count]));
}

/** The chance that a standard normal variable exceeds z, to 7.5e-8 (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17). */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.max(0, (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial);
}
