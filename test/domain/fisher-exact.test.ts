import { expect, test } from 'vitest';
import { fisherExact, type Proportion } from '../../src/domain/fisher-exact.ts';

const of = (events: number, total: number): Proportion => ({ events, total });

test.each<[what: string, first: Proportion, second: Proportion, pValue: number]>([
  // Fisher, The Design of Experiments, chapter 2.
  ['the lady tasting tea, all four right', of(4, 4), of(0, 4), 1 / 70],
  ['the lady tasting tea, three of four right', of(3, 4), of(1, 4), 17 / 70],
  ['no event at all', of(0, 60), of(0, 960), 1],
  ['fewer than usual', of(0, 60), of(100, 960), 1],
  // C(60, 4) / C(1020, 4)
  ['four of sixty against none of 960', of(4, 60), of(0, 960), 487_635 / 44_836_514_595],
])('%s', (_what, first, second, pValue) => {
  expect(fisherExact(first, second)).toBeCloseTo(pValue, 10);
});

test('large samples agree with small ones of the same kind', () => {
  // 1 − hypergeometric distribution function by a sum of exact fractions.
  const chanceOf = (count: number) =>
    Number((choose(30n, BigInt(count)) * choose(970n, BigInt(60 - count)) * 10n ** 18n) / choose(1_000n, 60n)) / 1e18;
  let exact = 0;
  for (let count = 6; count <= 30; count += 1) exact += chanceOf(count);
  expect(fisherExact(of(6, 60), of(24, 940))).toBeCloseTo(exact, 9);
});

function choose(n: bigint, k: bigint): bigint {
  let result = 1n;
  for (let i = 1n; i <= k; i += 1n) result = (result * (n - k + i)) / i;
  return result;
}
