import { describe, expect, test } from 'vitest';
import { cutByCalendar, dateIn, periodAround } from '../../src/domain/period.ts';

const at = (text: string) => Date.parse(text);
const hours = (from: number, to: number) => (to - from) / 3_600_000;

describe('a period of the calendar', () => {
  test.each([
    ['a month of UTC', '2026-10-15T12:00:00Z', 'month', 'UTC', '2026-10-01T00:00:00Z', 744],
    ['its first instant belongs to it', '2026-10-01T00:00:00Z', 'month', 'UTC', '2026-10-01T00:00:00Z', 744],
    ['so does its last', '2026-10-31T23:59:59.999Z', 'month', 'UTC', '2026-10-01T00:00:00Z', 744],
    ['a month in which clocks go back', '2026-10-15T12:00:00Z', 'month', 'Europe/Berlin', '2026-09-30T22:00:00Z', 745],
    [
      'a month in which clocks go forward',
      '2026-03-15T12:00:00Z',
      'month',
      'Europe/Berlin',
      '2026-02-28T23:00:00Z',
      743,
    ],
    ['a day without midnight', '2026-09-06T12:00:00Z', 'day', 'America/Santiago', '2026-09-06T04:00:00Z', 23],
    ['a day of 25 hours', '2026-10-25T12:00:00Z', 'day', 'Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    ['a week begins on Monday', '2026-11-22T23:00:00Z', 'week', 'UTC', '2026-11-16T00:00:00Z', 168],
    ['a quarter', '2026-12-31T23:00:00Z', 'quarter', 'UTC', '2026-10-01T00:00:00Z', 92 * 24],
    ['a leap year', '2024-02-29T12:00:00Z', 'year', 'UTC', '2024-01-01T00:00:00Z', 366 * 24],
  ] as const)('%s', (_, instant, unit, timezone, from, length) => {
    const { fromAt, toAt } = periodAround(at(instant), unit, timezone);
    expect(new Date(fromAt).toISOString()).toBe(new Date(from).toISOString());
    expect(hours(fromAt, toAt)).toBe(length);
  });

  test.each(['Europe/Berlin', 'America/Santiago', 'Asia/Kathmandu', 'UTC'])(
    'the days of a year in %s are the year',
    (timezone) => {
      const year = periodAround(at('2026-06-01T00:00:00Z'), 'year', timezone);
      const days = cutByCalendar(year, 'day', timezone);
      expect(days).toHaveLength(365);
      for (const [index, { fromAt }] of days.entries()) expect(fromAt).toBe(days[index - 1]?.toAt ?? year.fromAt);
      expect(days.at(-1)?.toAt).toBe(year.toAt);
      expect(new Set(days.map(({ fromAt }) => dateIn(timezone, fromAt))).size).toBe(365);
    },
  );

  test('a range that begins and ends within days has parts of days at its ends', () => {
    const range = { fromAt: at('2026-10-24T10:30:00.500Z'), toAt: at('2026-10-26T01:00:00Z') };
    expect(cutByCalendar(range, 'day', 'UTC').map(({ fromAt, toAt }) => hours(fromAt, toAt))).toEqual([
      hours(range.fromAt, at('2026-10-25T00:00:00Z')),
      24,
      1,
    ]);
  });
});
