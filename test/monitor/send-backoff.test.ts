import { expect, test } from 'vitest';
import { sendDelayMs } from '../../src/monitor/send-backoff.ts';

test.each([
  [1, 500, 1_000],
  [2, 1_000, 2_000],
  [5, 8_000, 16_000],
  [9, 128_000, 256_000],
  [10, 150_000, 300_000],
  [5_000, 150_000, 300_000],
])('after %i failures a channel rests for %i to %i ms', (failures, least, most) => {
  expect(sendDelayMs(failures, { random: () => 0 })).toBe(most);
  expect(sendDelayMs(failures, { random: () => 0.999_999 })).toBeCloseTo(least, -1);
});

test.each([
  [30_000, 30_000],
  [10, 1_000],
  [86_400_000, 3_600_000],
])('a receiver that asks for %i ms gets %i', (retryAfterMs, delayMs) => {
  expect(sendDelayMs(1, { random: () => 0, retryAfterMs })).toBe(delayMs);
});
