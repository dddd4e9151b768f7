import { uptime } from 'node:os';
import { createSessions, type Sessions } from '../auth/sessions.ts';
import type { TimeBox } from '../domain/assertion.ts';
import type { Clock } from '../domain/clock.ts';
import { createHttpClient, type HttpClient } from '../http/client.ts';
import { createLookup, type Lookup } from '../http/lookup.ts';
import { createTimeBox } from '../resilience/time-box.ts';
import { type StartTimer, systemTimer } from '../resilience/timer.ts';
import { version } from '../version.ts';
import { systemClock } from './system-clock.ts';

/** Everything through which svcmon touches the world, apart from its files. */
export interface Effects {
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Ms since boot, time asleep included. */
  readonly uptime: () => number;
  readonly lookup: Lookup;
  readonly http: HttpClient;
  readonly sessions: Sessions;
  readonly timeBox: TimeBox;
}

// Long enough for a pass over a body of 1 MiB, short enough that no other check notices.
const assertionLimitMs = 50;

/** The real ones. */
export function createEffects(): Effects {
  const clock = systemClock;
  const lookup = createLookup({ clock });
  return {
    clock,
    startTimer: systemTimer,
    random: Math.random,
    uptime: () => uptime() * 1_000,
    lookup,
    http: createHttpClient({ lookup, clock, userAgent: `svcmon/${version}` }),
    sessions: createSessions({ now: clock.now }),
    timeBox: createTimeBox({ limitMs: assertionLimitMs }),
  };
}
