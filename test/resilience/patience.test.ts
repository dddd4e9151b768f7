import { expect, test } from 'vitest';
import { createPatience } from '../../src/resilience/patience.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('patience waits for what was asked, and no longer than is reasonable', async () => {
  const clock = createFakeClock();
  const patience = createPatience({ longestMs: 60_000, clock });
  expect(patience.leftMs()).toBe(0);
  patience.grant(30_000);
  await clock.advance(10_000);
  expect(patience.leftMs()).toBe(20_000);
  clock.jumpWallClock(3_600_000);
  expect(patience.leftMs()).toBe(20_000);
  patience.grant(604_800_000);
  expect(patience.leftMs()).toBe(60_000);
  await clock.advance(60_000);
  expect(patience.leftMs()).toBe(0);
});
