import { onAbort } from './on-abort.ts';

/** Calls back once, `ms` from now on the monotonic clock; what it returns cancels that. An effect: passed in. */
export type StartTimer = (ms: number, callback: () => void) => () => void;

/** The timers of this process, for the composition root. */
export const systemTimer: StartTimer = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

/** Resolves after `ms`, or as soon as the signal fires; never rejects. */
export function sleep(
  ms: number,
  { startTimer, signal }: { readonly startTimer: StartTimer; readonly signal: AbortSignal },
): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      cancel();
      stopListening();
      resolve();
    };
    const cancel = startTimer(ms, wake);
    const stopListening = onAbort(signal, wake);
  });
}
