import type { Clock } from '../domain/clock.ts';
import type { Policy } from './policy.ts';

export interface LoopPaceOptions {
  readonly clock: Clock;
  /** Resolves after the event loop has handled whatever has already come in. */
  readonly nextTurn: () => Promise<void>;
}

// So many run at once however busy the loop is, so that work goes on.
const leastAtOnce = 2;
// A turn that takes longer has handled several answers: the last of them was measured too slow.
const busyTurnMs = 1;

/**
 * Lets work begin only while the event loop keeps up, one after another. Where this process is the bottleneck, more at
 * once would not be faster and every answer would wait for its turn, as if the target were slow; where the network is, it
 * holds nothing back.
 */
export function createLoopPace({ clock, nextTurn }: LoopPaceOptions): Policy {
  let running = 0;
  let last: Promise<void> = Promise.resolve();

  const calm = async (): Promise<void> => {
    for (;;) {
      const beganAt = clock.monotonic();
      await nextTurn();
      if (running < leastAtOnce || clock.monotonic() - beganAt <= busyTurnMs) break;
    }
    running += 1;
  };
  return async (work, signal) => {
    last = last.then(calm);
    await last;
    try {
      return await work(signal);
    } finally {
      running -= 1;
    }
  };
}

/** The turns of this process's event loop, for the composition root. */
export function systemTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
