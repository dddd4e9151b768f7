import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationKey, durationToConfig, formatDuration, parseDuration } from '../../src/domain/duration.ts';

describe('a duration of the configuration', () => {
  test.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
    ['5y', 157_680_000_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['30', 30_000],
    [30, 30_000],
    [0.25, 250],
    [' 5s ', 5_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', 'abc', '5 sec', '5 s', '-5s', '5x', 's', '1e3', Number.NaN, Number.POSITIVE_INFINITY])(
    'does not read %s',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test.each([
    [0, 'between 1ms and 24d'],
    ['-1', 'expected a duration such as'],
    ['30d', 'between 1ms and 24d'],
    ['5 sec', 'got "5 sec"'],
  ])('refuses %s with a reason', (value, reason) => {
    const parsed = durationKey().safeParse(value);
    expect(parsed.error?.issues[0]?.message).toContain(reason);
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), (ms) => parseDuration(durationToConfig(ms)) === ms),
    );
  });
});

test.each([
  [0, '0 ms'],
  [0.043, '0.04 ms'],
  [0.096, '0.1 ms'],
  [0.44, '0.4 ms'],
  [41, '41 ms'],
  [999.6, '1.0 s'],
  [1_900, '1.9 s'],
  [12_000, '12 s'],
  [240_000, '4 min'],
  [7_200_000, '2 h'],
  [7_500_000, '2 h 5 min'],
  [63 * 86_400_000 + 5, '63 d'],
  [-5_000, '-5.0 s'],
])('%d ms reads as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
