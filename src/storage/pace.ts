import type { Clock } from '../domain/clock.ts';

// With a commit and its share of writing the log back a step stays below 20 ms.
const stepMs = 5;

/** Says when a step of upkeep has taken long enough, so that checks get their turn. */
export function startStep(clock: Clock): { isOver(): boolean } {
  const endAt = clock.monotonic() + stepMs;
  return { isOver: () => clock.monotonic() >= endAt };
}
