import { stat } from 'node:fs/promises';
import { diskFiles } from './file-text.ts';
import { findIncluded } from './include.ts';
import type { FileOptions } from './schema.ts';

/** Where a configuration comes from, as far as it could be read. */
export interface Origins {
  /** The main file, as it was named. */
  readonly main: string;
  /** All files, the main one and those that references name included. */
  readonly files: readonly string[];
  /** The patterns of further files. */
  readonly include: FileOptions['include'];
}

/** Changes when a file of a configuration was replaced or written to, has come or gone. Reads no contents. Never rejects. */
export async function stampOf({ main, files, include }: Origins): Promise<string> {
  const { entries } = await findIncluded(main, include, diskFiles);
  const paths = new Set([...files, ...entries.map(({ name }) => name)]);
  const states = await Promise.all([...paths].toSorted().map(async (path) => `${path} ${await stateOf(path)}`));
  return states.join('\n');
}

async function stateOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return 'missing';
  }
}
