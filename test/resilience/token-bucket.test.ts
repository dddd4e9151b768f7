import { expect, test } from 'vitest';
import { createTokenBucket } from '../../src/resilience/token-bucket.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('a bucket lets its burst through at once, then so many a second, and saves no more than a burst', async () => {
  const clock = createFakeClock();
  const may = createTokenBucket({ clock, burst: 3, perSecond: 2 });
  const allowed = (times: number) => Array.from({ length: times }, may).filter(Boolean).length;
  expect(allowed(10)).toBe(3);
  await clock.advance(500);
  expect(allowed(10)).toBe(1);
  await clock.advance(1_000);
  expect(allowed(10)).toBe(2);
  await clock.advance(60_000);
  expect(allowed(10)).toBe(3);
});
