import type { Policy } from './policy.ts';

/**
 * Runs at most `maxWorkers` works at once, first come first served; 1 is one after another. Work whose signal has fired
 * meanwhile still gets its turn and can say so itself: thousands may wait on one signal, and none has to listen to it.
 */
export function createConcurrencyLimit(maxWorkers: number): Policy {
  // A Set keeps the order of arrival and gives up its first member in constant time, which an array does not.
  const waiting = new Set<() => void>();
  let running = 0;

  const enter = (): Promise<void> | undefined => {
    if (running < maxWorkers) {
      running += 1;
      return undefined;
    }
    return new Promise((resolve) => {
      waiting.add(resolve);
    });
  };
  const leave = () => {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    // The place passes straight on, so that nobody who comes just now can take it.
    waiting.delete(next);
    next();
  };

  return async (work, signal) => {
    const place = enter();
    if (place !== undefined) await place;
    try {
      return await work(signal);
    } finally {
      leave();
    }
  };
}
