import { readFileSync, statSync } from 'node:fs';
import type { Clock } from '../domain/clock.ts';

const lookAgainAfterMs = 1_000;

/**
 * A small system file, parsed: looked at again at most once a second, read again when it changed.
 * A file that cannot be read counts as empty. Read synchronously, since the thread pool may be busy with slow disks.
 */
export function createFreshFile<T>({
  path,
  parse,
  clock,
}: {
  readonly path: string;
  readonly parse: (text: string) => T;
  readonly clock: Clock;
}): () => T {
  let parsed: T | undefined;
  let version: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;

  return () => {
    const now = clock.monotonic();
    if (parsed !== undefined && now - lookedAt < lookAgainAfterMs) return parsed;
    lookedAt = now;
    const current = versionOf(path);
    if (parsed === undefined || current !== version) parsed = parse(textOf(path));
    version = current;
    return parsed;
  };
}

function versionOf(path: string): string | undefined {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
