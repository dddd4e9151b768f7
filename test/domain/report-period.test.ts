import { describe, expect, test } from 'vitest';
import type { CalendarUnit } from '../../src/domain/period.ts';
import { instantOn, lastPeriod, periodBefore, periodOfName } from '../../src/domain/report-period.ts';

const hour = 3_600_000;

describe('a named period', () => {
  test.each<[text: string, unit: CalendarUnit, zone: string, begins: string, hours: number]>([
    ['2026-10', 'month', 'UTC', '2026-10-01T00:00:00.000Z', 744],
    ['2026-10', 'month', 'Europe/Berlin', '2026-09-30T22:00:00.000Z', 745],
    ['2026-03', 'month', 'Europe/Berlin', '2026-02-28T23:00:00.000Z', 743],
    ['2026-10', 'month', 'Pacific/Kiritimati', '2026-09-30T10:00:00.000Z', 744],
    ['2026-10', 'month', 'Pacific/Pago_Pago', '2026-10-01T11:00:00.000Z', 744],
    ['2026-W47', 'week', 'UTC', '2026-11-16T00:00:00.000Z', 168],
    ['2026w01', 'week', 'UTC', '2025-12-29T00:00:00.000Z', 168],
    ['2026-W53', 'week', 'UTC', '2026-12-28T00:00:00.000Z', 168],
    ['2026-Q4', 'quarter', 'UTC', '2026-10-01T00:00:00.000Z', 2_208],
    ['2024', 'year', 'UTC', '2024-01-01T00:00:00.000Z', 8_784],
    ['2026-10-25', 'day', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', 25],
  ])('%s as a %s in %s begins at %s', (text, unit, zone, begins, hours) => {
    const period = periodOfName(text, unit, zone);
    expect(period && new Date(period.fromAt).toISOString()).toBe(begins);
    expect(period && (period.toAt - period.fromAt) / hour).toBe(hours);
  });

  test.each<[text: string, unit: CalendarUnit]>([
    ['2026-13', 'month'],
    ['2026-00', 'month'],
    ['2026-1', 'month'],
    ['October', 'month'],
    ['2025-W53', 'week'],
    ['2026-W00', 'week'],
    ['2026-Q5', 'quarter'],
    ['26', 'year'],
    ['9999', 'year'],
    ['2026-02-30', 'day'],
    ['', 'month'],
  ])('is not %j as a %s', (text, unit) => {
    expect(periodOfName(text, unit, 'Europe/Berlin')).toBeUndefined();
  });

  test('that is over last is the one before the present one, by the calendar of the zone', () => {
    const at = Date.parse('2026-10-31T23:30:00Z');
    expect(lastPeriod(at, 'month', 'UTC').label).toBe('2026-09');
    expect(lastPeriod(at, 'month', 'Europe/Berlin').label).toBe('2026-10');
    expect(lastPeriod(Date.parse('2026-01-03T00:00:00Z'), 'week', 'UTC').label).toBe('2025-W52');
    expect(lastPeriod(Date.parse('2026-01-03T00:00:00Z'), 'quarter', 'UTC').label).toBe('2025-Q4');
  });

  test('comes after one of the same unit, and any other after one as long', () => {
    const march = periodOfName('2026-03', 'month', 'UTC');
    if (march === undefined) throw new Error('there is a March');
    expect(periodBefore(march, 'UTC').toAt - periodBefore(march, 'UTC').fromAt).toBe(28 * 24 * hour);
    expect(periodBefore({ label: 'x', fromAt: 5 * hour, toAt: 8 * hour }, 'UTC')).toEqual({
      fromAt: 2 * hour,
      toAt: 5 * hour,
    });
  });
});

describe('an instant', () => {
  test.each([
    ['2026-10-01', '2026-09-30T22:00:00.000Z'],
    ['2026-10-25 14:00', '2026-10-25T13:00:00.000Z'],
    ['2026-10-25T14:00:30', '2026-10-25T13:00:30.000Z'],
    ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T14:00Z', '2026-10-25T14:00:00.000Z'],
    ['2026-10-25 14:00+02:00', '2026-10-25T12:00:00.000Z'],
    ['1999-01-01', '1998-12-31T23:00:00.000Z'],
  ])('written as %s in Berlin is %s', (text, instant) => {
    const at = instantOn('Europe/Berlin', text);
    expect(at !== undefined && new Date(at).toISOString()).toBe(instant);
  });

  test.each(['2026-02-30', '2026-10-25 24:00', '2026-10-25 12:60', 'yesterday', ''])('is not %j', (text) => {
    expect(instantOn('Europe/Berlin', text)).toBeUndefined();
  });
});
