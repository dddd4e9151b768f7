import { expect, test } from 'vitest';
import { fullMomentsIn, momentsIn, periodName, shortDate } from '../../../src/reporting/sla/html-moment.ts';
import { elementsNamed, scanMarkup, textOf } from '../markup-scan.ts';

const timezone = 'Europe/Berlin';
const period = (fromAt: number, toAt: number) => ({ fromAt, toAt, timezone, label: '', complete: true });
const june = period(Date.UTC(2026, 4, 31, 22), Date.UTC(2026, 5, 30, 22));
const october = period(Date.UTC(2026, 8, 30, 22), Date.UTC(2026, 9, 31, 23));

test.each([
  ['without the offset that all of the period has', june, Date.UTC(2026, 5, 5, 8, 30), '2026-06-05 10:30:00'],
  ['with it where clocks change', october, Date.UTC(2026, 9, 25, 0, 30), '2026-10-25 02:30:00 +02:00'],
  ['with it in the hour that comes twice', october, Date.UTC(2026, 9, 25, 1, 30), '2026-10-25 02:30:00 +01:00'],
  ['with it where an instant has another', june, Date.UTC(2026, 1, 1, 11), '2026-02-01 12:00:00 +01:00'],
])('an instant is written %s', (_name, range, at, words) => {
  const [time] = elementsNamed(scanMarkup(momentsIn(range)(at).markup), 'time');
  expect(time && Date.parse(time.attributes.datetime ?? '')).toBe(at);
  expect(time && textOf(time)).toBe(words);
});

test('the head of a report always has the offset', () => {
  expect(fullMomentsIn(timezone)(june.fromAt).markup).toContain('2026-06-01 00:00:00 <small>+02:00</small>');
});

test.each([
  ['2026-10', 'October 2026'],
  ['2026-01', 'January 2026'],
  ['2026-13', '2026-13'],
  ['2026-W47', '2026-W47'],
  ['last 30d', 'last 30d'],
])('the period %s is called %s', (label, name) => {
  expect(periodName(label)).toBe(name);
});

test.each([
  ['2026-10-05', '5 Oct'],
  ['2026-12-31', '31 Dec'],
  ['today', 'today'],
])('the day %s is %s', (date, text) => {
  expect(shortDate(date)).toBe(text);
});
