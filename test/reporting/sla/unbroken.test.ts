import { expect, test } from 'vitest';
import { unbroken } from '../../../src/reporting/sla/unbroken.ts';

test.each([
  ['13.65 %', '13.65_%'],
  ['p50 120 ms · p95 1.9 s · p99 n/a (n = 84)', 'p50_120_ms · p95_1.9_s · p99_n/a (n_=_84)'],
  ['30 d 22 h', '30_d_22_h'],
  ['7 h 5 min', '7_h_5_min'],
  ['34 of 103 targets met; api missed 99.9 % by 2 d', '34 of 103 targets met; api missed 99.9_% by 2_d'],
  ['5 hours', '5 hours'],
])('no line breaks within the quantities of %s', (text, expected) => {
  expect(unbroken(text)).toBe(expected.replaceAll('_', '\u00a0'));
});
