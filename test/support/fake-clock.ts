import type { Clock } from '../../src/domain/clock.ts';
import type { StartTimer } from '../../src/resilience/timer.ts';

/** A clock whose timers fire only when the test moves time. */
export interface FakeClock extends Clock {
  readonly startTimer: StartTimer;
  /** Moves time on by that many ms and fires, in order, whatever falls due on the way. */
  advance(ms: number): Promise<void>;
  /** Lets time pass from timer to timer until the promise settles; throws when there is nothing left to wait for. */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** Moves the wall clock alone, as an administrator or NTP does. */
  jumpWallClock(ms: number): void;
  /** How many timers are set. */
  pendingTimers(): number;
}

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** A fake clock: the wall clock begins at `at` (epoch ms), the monotonic one at an odd number unlike it. */
export function createFakeClock({ at = Date.UTC(2026, 10, 21, 19, 36, 0) } = {}): FakeClock {
  const beginsAt = 5_000.5;
  let monotonic = beginsAt;
  let wallOffset = at - beginsAt;
  const timers = new Set<Timer>();

  const fireNext = (untilAt: number): boolean => {
    const next = [...timers].toSorted((a, b) => a.dueAt - b.dueAt)[0];
    if (next === undefined || next.dueAt > untilAt) return false;
    monotonic = Math.max(monotonic, next.dueAt);
    timers.delete(next);
    next.callback();
    return true;
  };

  return {
    now: () => monotonic + wallOffset,
    monotonic: () => monotonic,
    startTimer(ms, callback) {
      const timer = { dueAt: monotonic + Math.max(0, ms), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const untilAt = monotonic + ms;
      do await promisesToRun();
      while (fireNext(untilAt));
      monotonic = untilAt;
      await promisesToRun();
    },
    async settle(promise) {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      promise.then(mark, mark);
      for (;;) {
        await promisesToRun();
        if (settled) return promise;
        if (!fireNext(Number.POSITIVE_INFINITY)) throw new Error('the promise waits for something other than time');
      }
    },
    jumpWallClock(ms) {
      wallOffset += ms;
    },
    pendingTimers: () => timers.size,
  };
}

/** Everything that promises have set off is done before an immediate runs. */
function promisesToRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
