import { expect, test } from 'vitest';
import { longestOf } from '../../../src/reporting/sla/html-longest.ts';

const minuteMs = 60_000;
const ranges = [3, 10, 1, 7, 60].map((minutes, index) => {
  return { fromAt: index * 3_600_000, toAt: index * 3_600_000 + minutes * minuteMs };
});

test('a list that is short enough is shown whole', () => {
  expect(longestOf(ranges, 5)).toEqual({ shown: ranges });
});

test('of a longer one the longest, in their order, and how long the others are in all', () => {
  expect(longestOf(ranges, 3)).toEqual({
    shown: [ranges[1], ranges[3], ranges[4]],
    rest: '… and 2 more, 4 min in all',
  });
});
