import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestRank } from '../../src/domain/check-report.ts';
import { byWorstFirst, statuses, worstStatus } from '../../src/domain/status.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1);

describe('the nearest-rank percentile', () => {
  test.each([
    [oneToHundred, 0.5, 50],
    [oneToHundred, 0.95, 95],
    [oneToHundred, 0.99, 99],
    [[7], 0.5, 7],
    [[1, 2], 0.5, 1],
    [[1, 2, 3], 0, 1],
    [[1, 2, 3], 1, 3],
  ])('%#', (sorted, p, value) => {
    expect(nearestRank(sorted, p)).toBe(value);
  });

  test('is always one of the values', () => {
    const sorted = fc.array(fc.integer(), { minLength: 1 }).map((values) => values.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(sorted, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) =>
        values.includes(nearestRank(values, p)),
      ),
    );
  });
});

test('overall health is the worst: unhealthy, degraded, unknown, healthy', () => {
  expect([...statuses].sort(byWorstFirst)).toEqual(['unhealthy', 'degraded', 'unknown', 'healthy']);
  expect(worstStatus(['healthy', 'unknown'])).toBe('unknown');
  expect(worstStatus(['unknown', 'degraded', 'healthy'])).toBe('degraded');
  expect(worstStatus([])).toBe('healthy');
});
