import { describe, expect, test } from 'vitest';
import { durationIn, parseInstant } from '../../src/cli/instant.ts';

// By the zone of this machine, whatever it is.
const nowAt = new Date(2026, 10, 21, 19, 36, 5).getTime();

describe('an instant', () => {
  test.each<[string, number]>([
    ['now', nowAt],
    ['22:00', new Date(2026, 10, 21, 22, 0).getTime()],
    ['7:30', new Date(2026, 10, 22, 7, 30).getTime()],
    ['19:36', new Date(2026, 10, 22, 19, 36).getTime()],
    ['2026-12-24', new Date(2026, 11, 24).getTime()],
    ['2026-12-24 22:00', new Date(2026, 11, 24, 22).getTime()],
    ['2026-12-24T22:00:30', new Date(2026, 11, 24, 22, 0, 30).getTime()],
    ['2026-12-24T22:00Z', Date.UTC(2026, 11, 24, 22)],
    ['2026-12-24T22:00:00+01:00', Date.UTC(2026, 11, 24, 21)],
    ['2h', nowAt + 7_200_000],
    ['+1h30m', nowAt + 5_400_000],
  ])('is read from "%s"', (text, at) => {
    expect(parseInstant(text, nowAt)).toBe(at);
  });

  test.each(['', 'soon', '24:00', '12:60', '2026-02-30', '2026-13-01 10:00', '2026-12-24 25:00', '120', '-2h'])(
    'is not read from "%s"',
    (text) => {
      expect(parseInstant(text, nowAt)).toBeUndefined();
    },
  );
});

describe('a duration of an option', () => {
  test('is read as ms', () => {
    expect(durationIn('--for', '90m')).toBe(5_400_000);
  });

  test.each(['', '0', '-1h', 'long'])('is not read from "%s"', (text) => {
    expect(() => durationIn('--for', text)).toThrow(`--for ${JSON.stringify(text)}: expected a duration`);
  });
});
