import type { Environment } from '../config/environment.ts';
import { toPlainLine } from '../domain/plain-text.ts';

/** Who is at the keyboard: behind sudo the person who called it, else the user; `somebody` where nothing says so. */
export function personOf({ SUDO_USER, USER, LOGNAME, USERNAME }: Environment): string {
  const names = [SUDO_USER, USER, LOGNAME, USERNAME].map((name) => toPlainLine(name ?? ''));
  return names.find((name) => name !== '') ?? 'somebody';
}
