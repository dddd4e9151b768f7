import { expect, test } from 'vitest';
import { startWatchdog } from '../../src/app/watchdog.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test.each([
  ['a schedule that stands still for half a minute', (_seconds: number) => 0, 30_000, true],
  ['a schedule that stands still for less', (_seconds: number) => 0, 29_000, false],
  ['a schedule that moves once a second', (seconds: number) => seconds, 300_000, false],
  ['a schedule that moves every 25 seconds', (seconds: number) => Math.floor(seconds / 25), 300_000, false],
])('%s', async (_name, tickAfter, ms, stuck) => {
  const clock = createFakeClock();
  const beganAt = clock.monotonic();
  let told = 0;
  const watchdog = startWatchdog({
    tickedAt: () => tickAfter(Math.round((clock.monotonic() - beganAt) / 1_000)),
    startTimer: clock.startTimer,
    onStuck: () => {
      told += 1;
    },
  });
  await clock.advance(ms);
  expect(told).toBe(stuck ? 1 : 0);
  await watchdog.stop();
});
