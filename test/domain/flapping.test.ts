import { describe, expect, test } from 'vitest';
import { changeShare, isFlapping, remember } from '../../src/domain/flapping.ts';

describe('flapping', () => {
  test.each<[recent: string, share: number]>([
    ['', 0],
    ['H', 0],
    ['H'.repeat(20), 0],
    ['HU'.repeat(10), 1],
    [`HU${'U'.repeat(18)}`, 0.8 / 19],
    [`${'H'.repeat(19)}U`, 1.2 / 19],
    ['HU', 1.2 / 19],
  ])('is measured by the weighted share of changes: %s', (recent, share) => {
    expect(changeShare(recent)).toBeCloseTo(share, 10);
  });

  test.each<[what: string, recent: string, before: boolean, after: boolean]>([
    ['does not begin with one failure', `${'H'.repeat(18)}UH`, false, false],
    ['does not begin with a real outage', `${'H'.repeat(10)}${'U'.repeat(10)}`, false, false],
    ['begins at 30 %', `${'H'.repeat(14)}UHUHUH`, false, true],
    ['has not begun below 30 %', `${'H'.repeat(13)}UHUHUUU`, false, false],
    ['goes on between 25 % and 30 %', `${'H'.repeat(13)}UHUHUUU`, true, true],
    ['weighs the same changes more when they are new', `${'H'.repeat(15)}UHUHU`, false, true],
    ['ends below 25 %', `${'H'.repeat(16)}UHUH`, true, false],
    ['counts degraded as a change too', 'HDHDHDHDHD', false, true],
  ])('%s: %s', (_what, recent, before, after) => {
    expect(isFlapping(recent, before)).toBe(after);
  });

  test('looks at the last 20 results', () => {
    expect(remember('HU'.repeat(10), 'D')).toBe(`${'HU'.repeat(10).slice(1)}D`);
  });
});
