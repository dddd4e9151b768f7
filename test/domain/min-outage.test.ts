import { expect, test } from 'vitest';
import { countedTroubles, isTooShort } from '../../src/domain/min-outage.ts';
import type { Trouble } from '../../src/domain/timeline.ts';

const objective = { availability: 0.999, minOutageMs: 60_000, degradedWeight: 0 };

test.each([
  ['down for less than it', 'down', 59_999, true],
  ['down for just as long', 'down', 60_000, false],
  ['degraded, however short', 'degraded', 1, false],
] as const)('what was %s', (_name, state, forMs, expected) => {
  expect(isTooShort({ state, fromAt: 5_000, toAt: 5_000 + forMs }, objective)).toBe(expected);
});

test('without an objective nothing is too short', () => {
  expect(isTooShort({ state: 'down', fromAt: 0, toAt: 1 }, undefined)).toBe(false);
});

test('two short stretches of one incident do not add up to one that counts', () => {
  const troubles: readonly Trouble[] = [
    { state: 'down', fromAt: 0, toAt: 40_000 },
    { state: 'degraded', fromAt: 40_000, toAt: 50_000 },
    { state: 'down', fromAt: 50_000, toAt: 90_000 },
  ];
  expect(countedTroubles(troubles, objective)).toEqual([troubles[1]]);
  expect(countedTroubles(troubles, undefined)).toEqual(troubles);
});
