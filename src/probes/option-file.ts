import { readFileSync, statSync } from 'node:fs';
import { Failure } from '../domain/failure.ts';

interface CachedFile {
  readonly version: string;
  readonly bytes: Buffer;
}

const cache = new Map<string, CachedFile>();

/**
 * The contents of a file that an option names: read again when it changed, so that rotated files take effect. Throws a Failure
 * `config_file_unreadable`. Synchronous, since the files are small and the thread pool may be busy with slow disks.
 */
export function readOptionFile(path: string, key: string): Buffer {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    const version = `${ino} ${size} ${mtimeMs}`;
    const known = cache.get(path);
    if (known?.version === version) return known.bytes;
    const bytes = readFileSync(path);
    cache.set(path, { version, bytes });
    return bytes;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new Failure('config_file_unreadable', `${key}: ${path} cannot be read${code}`, { cause: error });
  }
}
