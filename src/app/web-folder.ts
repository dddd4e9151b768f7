import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Beside the bundle, beside its chunks, and where it is built when the sources are run.
const places = ['web', '../web', '../../dist/web'];

/** Where the built dashboard is; undefined where it was not built. */
export function webFolder(): string | undefined {
  const folders = places.map((place) => join(import.meta.dirname, place));
  return folders.find((folder) => existsSync(join(folder, 'index.html')));
}
