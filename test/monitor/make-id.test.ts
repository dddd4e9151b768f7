import { expect, test } from 'vitest';
import { createMakeId } from '../../src/monitor/make-id.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('ids have the form of ULIDs and begin with the time', () => {
  const makeId = createMakeId({ clock: createFakeClock({ at: 1_469_918_176_385 }), random: () => 0.999 });
  expect(makeId()).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
});

test('ids sort in the order they were made, also when the wall clock is set back', () => {
  const clock = createFakeClock();
  const makeId = createMakeId({ clock, random: () => 0.5 });
  const ids = Array.from({ length: 3_000 }, (_, n) => {
    if (n === 1_000) clock.jumpWallClock(-3_600_000);
    if (n === 2_000) clock.jumpWallClock(7_200_000);
    return makeId();
  });
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(3_000);
});
