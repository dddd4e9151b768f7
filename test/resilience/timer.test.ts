import { expect, test } from 'vitest';
import { sleep, systemTimer } from '../../src/resilience/timer.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;

test('sleeps as long as it is told', async () => {
  const clock = createFakeClock();
  const beganAt = clock.monotonic();
  await clock.settle(sleep(1_500, { startTimer: clock.startTimer, signal: never }));
  expect(clock.monotonic() - beganAt).toBe(1_500);
});

test('wakes at once when the signal fires, and leaves no timer behind', async () => {
  const clock = createFakeClock();
  const caller = new AbortController();
  const slept = sleep(1_500, { startTimer: clock.startTimer, signal: caller.signal });
  caller.abort();
  await slept;
  expect(clock.pendingTimers()).toBe(0);
});

test('does not sleep when the signal has fired already', async () => {
  const clock = createFakeClock();
  await sleep(1_500, { startTimer: clock.startTimer, signal: AbortSignal.abort() });
  expect(clock.pendingTimers()).toBe(0);
});

test('the timer of the process calls back once, unless it was cancelled', async () => {
  const calls: string[] = [];
  const cancel = systemTimer(1, () => calls.push('cancelled'));
  cancel();
  await new Promise<void>((resolve) => {
    systemTimer(5, () => {
      calls.push('called');
      resolve();
    });
  });
  expect(calls).toEqual(['called']);
});
