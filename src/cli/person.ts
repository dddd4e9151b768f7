import type { Environment } from '../config/environment.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { UsageError } from './exit-code.ts';
import type { PersonOptions } from './state-options.ts';

/** Who does it: as `--by` says, else who is at the keyboard. Throws a UsageError for an empty name. */
export function nameOf({ by }: PersonOptions, environment: Environment): string {
  return by === undefined ? personOf(environment) : filledLine(by, '--by');
}

/** Text of a person as one plain line; throws a UsageError where nothing is left of it. */
export function filledLine(text: string, what: string): string {
  const line = toPlainLine(text);
  if (line === '') throw new UsageError(`${what} is empty`);
  return line;
}

/** Behind sudo the person who called it, else the user. */
function personOf({ SUDO_USER, USER, LOGNAME, USERNAME }: Environment): string {
  const names = [SUDO_USER, USER, LOGNAME, USERNAME].map((name) => toPlainLine(name ?? ''));
  return names.find((name) => name !== '') ?? 'somebody';
}
