import { expect, test } from 'vitest';
import { instantWording } from '../../../src/reporting/sla/instant-wording.ts';

test.each([
  ['Europe/Berlin', Date.UTC(2026, 9, 25, 0, 30), '2026-10-25 02:30:00 +02:00'],
  ['Europe/Berlin', Date.UTC(2026, 9, 25, 1, 30), '2026-10-25 02:30:00 +01:00'],
  ['UTC', Date.UTC(2026, 9, 25), '2026-10-25 00:00:00 +00:00'],
  ['Asia/Kathmandu', Date.UTC(2026, 9, 25, 23, 59, 59, 999), '2026-10-26 05:44:59 +05:45'],
  ['America/St_Johns', Date.UTC(2026, 0, 1, 1), '2025-12-31 21:30:00 -03:30'],
])('in %s the instant %d is %s', (timezone, at, words) => {
  expect(instantWording(timezone)(at)).toBe(words);
});

test('every quarter of an hour of a year is as Intl has it, also where clocks are set by half an hour', () => {
  const timeZone = 'Australia/Lord_Howe';
  const wording = instantWording(timeZone);
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const offsets = new Set<string>();
  for (let at = Date.UTC(2026, 2, 1, 0, 7, 30); at < Date.UTC(2026, 10, 1); at += 2_700_000) {
    const words = wording(at);
    offsets.add(words.slice(20));
    expect(words.slice(0, 19)).toBe(format.format(at));
  }
  expect([...offsets]).toEqual(['+11:00', '+10:30']);
});
