import { execFile } from 'node:child_process';
import type { StartTimer } from '../resilience/timer.ts';
import { type Chore, startChore } from './chore.ts';
import type { Log } from './log.ts';

export interface SystemdParts {
  /** Of the process: `NOTIFY_SOCKET` and `WATCHDOG_USEC` are what counts (sd_notify(3), sd_watchdog_enabled(3)). */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly startTimer: StartTimer;
  readonly log: Log;
}

/** What the service manager is told; nothing where there is none. */
export interface Systemd {
  ready(status: string): Promise<void>;
  reloading(): Promise<void>;
  stopping(): Promise<void>;
  /** Tells that svcmon is alive, twice as often as asked for and only while that is so. */
  watch(isAlive: () => boolean): Chore;
}

const noChore: Chore = { stop: async () => undefined };

/**
 * Speaks to systemd through its own `systemd-notify`, since Node has no datagram sockets of the Unix domain; the unit needs
 * `NotifyAccess=all`. A failure is logged, and nothing else.
 */
export function createSystemd({ environment, startTimer, log }: SystemdParts): Systemd {
  const isManaged = (environment.NOTIFY_SOCKET ?? '') !== '';
  const tell = (...messages: readonly string[]): Promise<void> => {
    if (!isManaged) return Promise.resolve();
    return new Promise((resolve) => {
      execFile('systemd-notify', messages, { timeout: limitMs, env: { ...environment } }, (error) => {
        if (error)
          log.warn('systemd was not told', { what: messages[0] ?? '', error: String(error.code ?? error.signal) });
        resolve();
      });
    });
  };
  return {
    ready: (status) => tell('READY=1', `STATUS=${status}`),
    reloading: () => tell('RELOADING=1', `MONOTONIC_USEC=${microsecondsSinceBoot()}`),
    stopping: () => tell('STOPPING=1', 'STATUS=stopping'),
    watch(isAlive) {
      const watchdogMs = Number(environment.WATCHDOG_USEC ?? 0) / 1_000;
      if (!isManaged || !(watchdogMs > 0)) return noChore;
      return startChore({
        everyMs: () => watchdogMs / 2,
        work: async () => (isAlive() ? tell('WATCHDOG=1') : undefined),
        startTimer,
        onDefect: () => undefined,
      });
    },
  };
}

const limitMs = 5_000;

/** CLOCK_MONOTONIC, which is what systemd compares with; `performance.now()` counts from the start of the process. */
function microsecondsSinceBoot(): bigint {
  return process.hrtime.bigint() / 1_000n;
}
