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
// Reading the boot clock is a call of the system, and who naps for a millisecond asks a thousand times a second.
const readEveryMs = 1_000;
// The wall clock costs next to nothing, and nearly always goes on through a sleep.
const suspiciousMs = 1_000;

/** Builds a watch that begins now. */
export function createSleepWatch({ clock, uptime }: SleepWatchParts): SleepWatch {
  let lastMonotonic = clock.monotonic();
  let lastWallOffset = clock.now() - lastMonotonic;
  const suspended = createSuspensionWatch(uptime, lastMonotonic);
  return (expectedMs) => {
    const monotonic = clock.monotonic();
    const wallOffset = clock.now() - monotonic;
    const overMs = monotonic - lastMonotonic - expectedMs;
    const suspendedMs = suspended(monotonic, Math.abs(wallOffset - lastWallOffset) >= suspiciousMs);
    lastMonotonic = monotonic;
    lastWallOffset = wallOffset;
    const asleepMs = overMs + suspendedMs;
    return asleepMs >= leastSleepMs ? asleepMs : 0;
  };
}

/** By how much the boot clock went ahead of the monotonic one since it was last read: at once where asked, else once a second. */
function createSuspensionWatch(uptime: () => number, beganAt: number) {
  let readAt = beganAt;
  let lastUptime = uptime();
  return (monotonic: number, atOnce: boolean): number => {
    if (!atOnce && monotonic - readAt < readEveryMs) return 0;
    const sinceBoot = uptime();
    const suspendedMs = Math.max(0, sinceBoot - lastUptime - (monotonic - readAt));
    readAt = monotonic;
    lastUptime = sinceBoot;
    return suspendedMs;
  };
}
