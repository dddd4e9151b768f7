import { describe, expect, test } from 'vitest';
import { slotMs, slotName, slotsOf, spanName } from '../../../src/cli/history/slots.ts';
import { noon } from '../../storage/records.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('slots', () => {
  test.each([
    ['a day', day, 24, hour],
    ['a day', day, 78, 20 * minute],
    ['an hour', hour, 12, 5 * minute],
    ['30 days', 30 * day, 66, 12 * hour],
    ['5 years', 5 * 365 * day, 78, 28 * day],
  ])(
    'of %s (%i ms), at most %i of them, are the shortest of the usual lengths that does it',
    (_name, ms, most, length) => {
      const slots = slotsOf({ fromAt: noon - ms, toAt: noon }, most);
      expect(slotMs(slots)).toBe(length);
      expect(slots.length).toBeLessThanOrEqual(most);
      expect(slots.at(-1)?.toAt).toBe(noon);
      for (const { fromAt } of slots) expect(fromAt % length).toBe(0);
    },
  );

  test('begin at full hours, and the last ends now', () => {
    const nowAt = noon + 25 * minute;
    const slots = slotsOf({ fromAt: nowAt - day, toAt: nowAt }, 24);
    expect(slots).toHaveLength(24);
    expect(slots[0]).toEqual({ fromAt: noon - 23 * hour, toAt: noon - 22 * hour });
    expect(slots[23]).toEqual({ fromAt: noon, toAt: nowAt });
  });

  test('are as long as they have to be', () => {
    expect(slotMs(slotsOf({ fromAt: noon - day, toAt: noon }, 96, 25 * minute))).toBe(30 * minute);
  });

  test('are named as people call them', () => {
    expect([hour, day, 30 * minute].map(slotName)).toEqual(['hour', 'day', '30m']);
    expect([day, 7 * day, 90 * minute].map(spanName)).toEqual(['24h', '7d', '90m']);
  });
});
