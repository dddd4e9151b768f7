import { expect, test } from 'vitest';
import { PhaseTimer } from '../../src/http/phases.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('each phase lasts until the next begins, and adds up when it comes again', async () => {
  const clock = createFakeClock();
  const timer = new PhaseTimer(clock);
  for (const [phase, ms] of [
    ['dns', 1],
    ['connect', 2],
    ['wait', 4],
    ['connect', 8],
    ['wait', 16],
  ] as const) {
    timer.enter(phase);
    await clock.advance(ms);
  }
  timer.stop();
  await clock.advance(32);
  expect(timer.phases).toEqual({ dns: 1, connect: 10, wait: 20 });
  expect(timer.totalMs).toBe(31);
});

test('the wall clock has no say in it', async () => {
  const clock = createFakeClock();
  const timer = new PhaseTimer(clock);
  timer.enter('wait');
  clock.jumpWallClock(-3_600_000);
  await clock.advance(5);
  timer.stop();
  expect(timer.phases).toEqual({ wait: 5 });
});
