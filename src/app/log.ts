import type { Clock } from '../domain/clock.ts';

/** Particulars of a log entry, in snake_case as the configuration has its words. */
export type LogFacts = Readonly<Record<string, string | number | boolean>>;

type Write = (message: string, facts?: LogFacts) => void;

/** Where svcmon tells of its own life. Messages are constant texts, so that entries can be counted; what varies is in the facts. */
export interface Log {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** The end of the process. */
  readonly fatal: Write;
}

const quietMs = 60_000;

/**
 * The same log, in which a warning or an error that comes again within a minute, about the same channel, service or problems,
 * is left out and counted: the next says `repeated`.
 */
export function quietRepeats(log: Log, clock: Clock): Log {
  const known = new Map<string, { writtenAt: number; repeated: number }>();
  const quiet = (level: 'warn' | 'error'): Write => {
    return (message, facts) => {
      const key = [level, message, facts?.channel, facts?.service, facts?.problems].join('\n');
      const entry = known.get(key);
      const now = clock.monotonic();
      if (entry !== undefined && now - entry.writtenAt < quietMs) {
        entry.repeated += 1;
        return;
      }
      known.set(key, { writtenAt: now, repeated: 0 });
      const repeated = entry?.repeated ?? 0;
      log[level](message, repeated > 0 ? { ...facts, repeated } : facts);
    };
  };
  return { info: log.info, warn: quiet('warn'), error: quiet('error'), fatal: log.fatal };
}
