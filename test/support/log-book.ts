import type { Log, LogFacts } from '../../src/app/log.ts';

/** A log that keeps what is written to it, as `level message`. */
export interface LogBook extends Log {
  readonly lines: string[];
  readonly facts: (LogFacts | undefined)[];
}

/** An empty log book. */
export function createLogBook(): LogBook {
  const lines: string[] = [];
  const facts: (LogFacts | undefined)[] = [];
  const write = (level: string) => (message: string, more?: LogFacts) => {
    lines.push(`${level} ${message}`);
    facts.push(more);
  };
  return { lines, facts, info: write('info'), warn: write('warn'), error: write('error'), fatal: write('fatal') };
}
