import type { CheckResult } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import type { Output } from './output.ts';

/** Tells a person at a terminal how a check goes on: one line, replaced as results come in. */
export interface Progress {
  start(): void;
  finished(result: CheckResult): void;
}

export interface ProgressParts {
  readonly output: Output;
  readonly clock: Clock;
  /** How many results will come. */
  readonly total: number;
  /** Words one result for the line. */
  describe(result: CheckResult): string;
  /** Whether to say nothing. */
  readonly quiet?: true;
}

// Drawing takes time that the measurements of other checks would show, and nobody reads faster.
const redrawAfterMs = 100;

/** Builds the progress of a check; off a terminal it does nothing at all. */
export function createProgress({ output, clock, total, describe, quiet }: ProgressParts): Progress {
  if (quiet || !output.stderr.isTTY) return { start() {}, finished() {} };
  let done = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    start() {
      output.status(`checking ${total === 1 ? '1 service' : `${total} services`}…`);
    },
    finished(result) {
      done += 1;
      const now = clock.monotonic();
      if (now - drawnAt < redrawAfterMs && done < total) return;
      drawnAt = now;
      output.status(`[${done}/${total}] ${describe(result)}`);
    },
  };
}
