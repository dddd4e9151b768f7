import type { StartTimer } from '../resilience/timer.ts';

export interface ChoreParts {
  /** Asked before every wait. */
  everyMs(): number;
  /** What it rejects with goes to `onDefect`, and the chore goes on. */
  work(): Promise<void>;
  readonly startTimer: StartTimer;
  onDefect(error: unknown): void;
}

/** Something that is done again and again, never twice at once. */
export interface Chore {
  /** Does it no more; resolves when what is under way has ended. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a chore; first done after `everyMs`. */
export function startChore({ everyMs, work, startTimer, onDefect }: ChoreParts): Chore {
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let cancel = () => {};
  const wait = (ms: number) => {
    cancel = startTimer(ms, () => {
      underWay = once();
    });
  };
  const once = async () => {
    try {
      await work();
    } catch (error) {
      onDefect(error);
    }
    if (!stopped) wait(everyMs());
  };
  wait(everyMs());
  return {
    async stop() {
      stopped = true;
      cancel();
      await underWay;
    },
  };
}
