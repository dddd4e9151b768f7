import { pino } from 'pino';
import type { Log, LogFacts } from '../app/log.ts';
import { toPlainLine, toPlainText } from '../domain/plain-text.ts';
import type { Redact } from '../domain/redaction.ts';

export interface LogOptions {
  readonly format: 'json' | 'text';
  /** Writes a line. */
  write(line: string): void;
  /** Masks the secrets of the configuration in use. */
  readonly redact: Redact;
  /** Epoch ms. */
  now(): number;
}

/** A log of one JSON object per entry (pino), or of lines for people. No entry holds a secret. */
export function createLog({ format, write, redact, now }: LogOptions): Log {
  const writeClean = (line: string) => write(redact(line.trimEnd()));
  return format === 'json' ? jsonLog(writeClean, now) : textLog(writeClean, now);
}

function jsonLog(write: (line: string) => void, now: () => number): Log {
  const logger = pino(
    {
      base: { pid: process.pid },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  );
  const entry =
    (level: 'info' | 'warn' | 'error' | 'fatal') =>
    (message: string, facts: LogFacts = {}) => {
      logger[level](facts, message);
    };
  return { info: entry('info'), warn: entry('warn'), error: entry('error'), fatal: entry('fatal') };
}

function textLog(write: (line: string) => void, now: () => number): Log {
  const entry =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      const time = new Date(now()).toTimeString().slice(0, 8);
      const short = Object.entries(facts).filter(([, value]) => !isLong(value));
      const told = short.map(([name, value]) => ` ${name}=${quoted(value)}`).join('');
      const blocks = Object.values(facts).filter(isLong).map(indented).join('');
      write(`${time} ${level.padEnd(5)} ${toPlainLine(message)}${told === '' ? '' : ` ${told}`}${blocks}`);
    };
  return { info: entry('info'), warn: entry('warn'), error: entry('error'), fatal: entry('fatal') };
}

function isLong(value: string | number | boolean): boolean {
  return typeof value === 'string' && value.includes('\n');
}

function quoted(value: string | number | boolean): string {
  const text = toPlainLine(String(value));
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}

function indented(value: string | number | boolean): string {
  return `\n${toPlainText(String(value)).replace(/^/gm, '  ')}`;
}
