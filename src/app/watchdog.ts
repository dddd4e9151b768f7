import type { StartTimer } from '../resilience/timer.ts';
import { type Chore, startChore } from './chore.ts';

export interface WatchdogParts {
  /** Changes whenever the scheduler has looked at what is due. */
  tickedAt(): number;
  readonly startTimer: StartTimer;
  /** Told once: nothing moves any more. */
  onStuck(): void;
}

const lookEveryMs = 1_000;
const looksUntilStuck = 30;

/**
 * Notices that the scheduler has not ticked for 30 looks, one a second. Looks are counted and not seconds, so that a process
 * that was stopped for an hour, or a machine that slept, is not taken for a stuck one.
 */
export function startWatchdog({ tickedAt, startTimer, onStuck }: WatchdogParts): Chore {
  let lastTick = tickedAt();
  let idle = 0;
  return startChore({
    everyMs: () => lookEveryMs,
    startTimer,
    onDefect: onStuck,
    async work() {
      const tick = tickedAt();
      idle = tick === lastTick ? idle + 1 : 0;
      lastTick = tick;
      if (idle === looksUntilStuck) onStuck();
    },
  });
}
