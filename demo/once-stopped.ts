import { constants } from 'node:os';

/** Aborted by the first signal to stop; the reason is the signal. While anybody listens, no such signal ends the process. */
export function onceStopped(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(signal));
  }
  return controller.signal;
}

/** What a shell tells of a process that the signal has ended. */
export function exitCodeOf(stopped: AbortSignal): number {
  const signal: NodeJS.Signals = stopped.reason;
  return 128 + constants.signals[signal];
}
