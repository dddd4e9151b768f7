import { expect, test } from 'vitest';
import { createSleepWatch } from '../../src/monitor/sleep-watch.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function watched() {
  const clock = createFakeClock();
  let suspendedMs = 0;
  let readings = 0;
  const uptime = () => {
    readings += 1;
    return clock.monotonic() + suspendedMs;
  };
  const asleep = createSleepWatch({ clock, uptime });
  return {
    asleep,
    clock,
    readings: () => readings,
    suspend: (ms: number) => {
      suspendedMs += ms;
    },
  };
}

test('a machine that was asleep is noticed at once by the wall clock', async () => {
  const { asleep, clock, suspend } = watched();
  await clock.advance(5);
  suspend(600_000);
  clock.jumpWallClock(600_000);
  expect(asleep(5)).toBe(600_000);
  await clock.advance(5);
  expect(asleep(5)).toBe(0);
});

test('a machine whose wall clock did not move with it is noticed within a second', async () => {
  const { asleep, clock, suspend } = watched();
  suspend(600_000);
  await clock.advance(5);
  expect(asleep(5)).toBe(0);
  await clock.advance(1_000);
  expect(asleep(1_000)).toBe(600_000);
});

test('a process that was stopped is noticed at once', async () => {
  const { asleep, clock } = watched();
  await clock.advance(60_000);
  expect(asleep(1_000)).toBe(59_000);
});

test.each([
  ['a wall clock that is set forwards', 3_600_000],
  ['a wall clock that is set back', -3_600_000],
])('%s is no sleep', async (_name, jumpMs) => {
  const { asleep, clock } = watched();
  await clock.advance(5);
  clock.jumpWallClock(jumpMs);
  expect(asleep(5)).toBe(0);
  await clock.advance(1_000);
  expect(asleep(1_000)).toBe(0);
});

test('the boot clock is read once a second, however often somebody asks', async () => {
  const { asleep, clock, readings } = watched();
  const before = readings();
  for (let nap = 0; nap < 10_000; nap += 1) {
    await clock.advance(1);
    asleep(1);
  }
  expect(readings() - before).toBeLessThanOrEqual(11);
});
