import type { Clock } from '../domain/clock.ts';

export interface TokenBucketParts {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** How many may come at once. */
  readonly burst: number;
  /** How many more every second. */
  readonly perSecond: number;
}

/** Lets so many through and refuses the rest; nobody waits. True when this one may. */
export type TokenBucket = () => boolean;

/** Builds a full bucket. */
export function createTokenBucket({ clock, burst, perSecond }: TokenBucketParts): TokenBucket {
  let left = burst;
  let filledAt = clock.monotonic();
  return () => {
    const now = clock.monotonic();
    left = Math.min(burst, left + ((now - filledAt) / 1_000) * perSecond);
    filledAt = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
