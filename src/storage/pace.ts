import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../domain/clock.ts';

// With a commit and its share of writing the log back a step stays below 20 ms.
const stepMs = 5;

/** Says when a step of upkeep has taken long enough, so that checks get their turn. */
export function startStep(clock: Clock): { isOver(): boolean } {
  const endAt = clock.monotonic() + stepMs;
  return { isOver: () => clock.monotonic() >= endAt };
}

// SQLite works within this thread, and promises that are settled already give nobody else a turn.
const withoutTurnMs = 4;

/** Makes way for everything else that waits for the event loop, where it has not had its turn for 4 ms. */
export function createTurns(clock: Clock): () => Promise<void> {
  let lastTurnAt = clock.monotonic();
  return async () => {
    if (clock.monotonic() - lastTurnAt < withoutTurnMs) return;
    await nextTurn();
    lastTurnAt = clock.monotonic();
  };
}
