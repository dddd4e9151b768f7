import { describe, expect, test } from 'vitest';
import { createWallTime } from '../../src/cli/wall-time.ts';

const nowAt = Date.UTC(2026, 10, 21, 19, 14, 3);
const berlin = createWallTime({ nowAt, timeZone: 'Europe/Berlin' });
const hour = 3_600_000;

describe('an instant, seen from Berlin,', () => {
  test.each([
    ['is a time of day today', 0, '20:14:03'],
    ['has its date on another day, though it is the same in UTC', -20.5 * hour, '20 Nov 23:44:03'],
    ['has its date tomorrow', 5 * hour, '22 Nov 01:14:03'],
    ['has its year in another year', -365 * 24 * hour, '21 Nov 2025 20:14:03'],
    ['is as far as a Date reaches where it lies beyond', Number.POSITIVE_INFINITY, '13 Sep 275760 02:00:00'],
  ])('%s', (_name, awayMs, text) => {
    expect(berlin.at(nowAt + awayMs)).toBe(text);
  });

  test('has its zone where that is asked for', () => {
    expect(berlin.withZone(nowAt)).toBe('20:14:03 CET');
    expect(berlin.full(nowAt)).toBe('21 Nov 2026 20:14:03 CET');
    expect(berlin.full(Date.UTC(2026, 6, 1))).toBe('1 Jul 2026 02:00:00 CEST');
  });

  test('has no date on the day that a story is about', () => {
    const day = nowAt - 48 * hour;
    expect(berlin.onDayOf(day, day + hour)).toBe('21:14:03');
    expect(berlin.onDayOf(day, day + 20 * hour)).toBe('20 Nov 16:14:03');
  });

  test('is that of a text that was stored', () => {
    const text = 'silenced by kim until 2026-11-21T22:00:00.000Z';
    expect(berlin.inText(text)).toBe('silenced by kim until 23:00:00');
  });
});

test.each([
  [0, 'now'],
  [-400, 'now'],
  [-12 * 60_000, '12 min ago'],
  [2 * hour, 'in 2 h'],
])('%i ms from now is "%s"', (awayMs, text) => {
  expect(berlin.fromNow(nowAt + awayMs)).toBe(text);
});
