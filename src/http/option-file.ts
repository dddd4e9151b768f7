import { readFileSync, statSync } from 'node:fs';
import { Failure } from '../domain/failure.ts';

interface CachedFile {
  readonly version: string;
  readonly bytes: Buffer;
}

const cache = new Map<string, CachedFile>();
const maxMegabytes = 16;

/**
 * The contents of a file that an option names, at most 16 MiB; read again when it changed, so that rotated files take effect.
 * Throws a Failure `config_file_unreadable`. Synchronous, since the files are small and the thread pool may be busy with slow disks.
 */
export function readOptionFile(path: string, key: string): Buffer {
  try {
    const stats = statSync(path);
    // Reading a pipe would wait for whoever writes to it.
    if (!stats.isFile()) throw unusable(`${key}: ${path} is not a regular file`);
    if (stats.size > maxMegabytes * 1_048_576) throw unusable(`${key}: ${path} is larger than ${maxMegabytes} MiB`);
    const version = `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    const known = cache.get(path);
    if (known?.version === version) return known.bytes;
    const bytes = readFileSync(path);
    cache.set(path, { version, bytes });
    return bytes;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw unusable(`${key}: ${path} cannot be read${code}`, error);
  }
}

function unusable(message: string, cause?: unknown): Failure {
  return new Failure('config_file_unreadable', message, { cause });
}
