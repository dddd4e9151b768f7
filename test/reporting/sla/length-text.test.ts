import { expect, test } from 'vitest';
import { lengthText } from '../../../src/reporting/sla/length-text.ts';

const hourMs = 3_600_000;

test.each([
  [41 * 60_000, '41 min'],
  [7 * hourMs + 5 * 60_000, '7 h 5 min'],
  [48 * hourMs, '2 d'],
  [95 * hourMs + 55 * 60_000, '4 d'],
  [94 * hourMs + 55 * 60_000, '3 d 23 h'],
  [745 * hourMs, '31 d 1 h'],
])('%d ms read %s', (ms, text) => {
  expect(lengthText(ms)).toBe(text);
});
