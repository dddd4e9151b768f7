import type { Clock } from '../domain/clock.ts';

export interface SleepWatchParts {
  readonly clock: Clock;
  /** Ms since boot, time asleep included, which the monotonic clock leaves out. */
  readonly uptime: () => number;
}

/** Tells how long the machine was asleep, or the process stopped, since it was last asked; `expectedMs` is how long it meant to nap. */
export type SleepWatch = (expectedMs: number) => number;

// Less is a busy machine, or a rounding of the boot clock.
const leastSleepMs = 5_000;

/** Builds a watch that begins now. */
export function createSleepWatch({ clock, uptime }: SleepWatchParts): SleepWatch {
  let lastMonotonic = clock.monotonic();
  let lastUptime = uptime();
  return (expectedMs) => {
    const [monotonic, sinceBoot] = [clock.monotonic(), uptime()];
    const elapsedMs = Math.max(monotonic - lastMonotonic, sinceBoot - lastUptime);
    lastMonotonic = monotonic;
    lastUptime = sinceBoot;
    const overMs = elapsedMs - expectedMs;
    return overMs >= leastSleepMs ? overMs : 0;
  };
}
