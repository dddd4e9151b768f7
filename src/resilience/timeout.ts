import { formatDuration } from '../domain/duration.ts';
import type { Controllers } from './controllers.ts';
import { onAbort } from './on-abort.ts';
import type { Policy, Work } from './policy.ts';
import type { StartTimer } from './timer.ts';

// Work that ends at once when told to may still say what it learned; what takes longer is left behind.
const graceMs = 50;

export interface TimeoutOptions {
  readonly limitMs: number;
  readonly startTimer: StartTimer;
  /** Where the work's signal comes from, for work that is done again and again and lets go of its signal when it ends. */
  readonly controllers?: Controllers;
}

/**
 * A total deadline. At `limitMs` the work's signal fires with a `TimeoutError`; the work may then still reject with what
 * it learned. 50 ms later the promise rejects with that error whatever the work does, and a late answer is discarded.
 * The caller's own signal is passed on in the same way, with its own reason.
 */
export function timeout({ limitMs, startTimer, controllers }: TimeoutOptions): Policy {
  return (work, signal) => {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const controller = controllers?.take() ?? new AbortController();
      const stop = (reason: unknown) => {
        stopWatching();
        controller.abort(reason);
        cancelTimer = startTimer(graceMs, () => reject(reason));
      };
      let cancelTimer = startTimer(limitMs, () => stop(timeoutError(limitMs)));
      const stopListening = onAbort(signal, () => stop(signal.reason));
      const stopWatching = () => {
        cancelTimer();
        stopListening();
      };

      begin(work, controller.signal).then(
        (value) => {
          stopWatching();
          controllers?.giveBack(controller);
          if (controller.signal.aborted) reject(controller.signal.reason);
          else resolve(value);
        },
        (error: unknown) => {
          stopWatching();
          controllers?.giveBack(controller);
          reject(error);
        },
      );
    });
  };
}

/** Turns a throw before the first await into a rejection. */
async function begin<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
  return work(signal);
}

function timeoutError(limitMs: number): DOMException {
  return new DOMException(`no complete answer within ${formatDuration(limitMs)}`, 'TimeoutError');
}
