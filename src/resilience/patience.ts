import type { Clock } from '../domain/clock.ts';

/** Keeps a promise to wait: what a server asked for by Retry-After, as long as it is reasonable. */
export interface Patience {
  /** A server asked to be left alone for this long from now, ms; at most `longestMs` of it is granted. */
  grant(askedMs: number): void;
  /** How long is still to be waited, ms; 0 when it may be asked. */
  leftMs(): number;
}

/** Starts with nothing to wait for. */
export function createPatience({ longestMs, clock }: { readonly longestMs: number; readonly clock: Clock }): Patience {
  let untilAt = Number.NEGATIVE_INFINITY;
  return {
    grant(askedMs) {
      untilAt = clock.monotonic() + Math.min(askedMs, longestMs);
    },
    leftMs: () => Math.max(0, untilAt - clock.monotonic()),
  };
}
