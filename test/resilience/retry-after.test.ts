import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/resilience/retry-after.ts';

const nowAt = Date.UTC(2026, 10, 21, 19, 36, 0);

test.each([
  ['seconds', '120', 120_000],
  ['no seconds', '0', 0],
  ['blanks around', ' 5 ', 5_000],
  ['a date in the future', 'Sat, 21 Nov 2026 19:36:30 GMT', 30_000],
  ['a date in the past', 'Sat, 21 Nov 2026 19:00:00 GMT', 0],
  ['nothing', '', undefined],
  ['a negative number', '-5', undefined],
  ['a fraction', '1.5', undefined],
  ['an endless number', '9'.repeat(40), undefined],
  ['words', 'soon', undefined],
  ['another form of date', '2026-11-21T19:36:30Z', undefined],
  ['no such date', 'Sat, 41 Nov 2026 19:36:30 GMT', undefined],
])('reads %s', (_name, value, expected) => {
  expect(parseRetryAfter(value, nowAt)).toBe(expected);
});

test('reads nothing where there is no header', () => {
  expect(parseRetryAfter(undefined, nowAt)).toBeUndefined();
});
