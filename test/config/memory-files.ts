import { dirname, normalize } from 'node:path';
import type { ConfigFiles } from '../../src/config/file-text.ts';

/** Files that exist in memory only, by their path. */
export function memoryFiles(
  texts: Readonly<Record<string, string>>,
  { readableByOthers = false }: { readonly readableByOthers?: boolean } = {},
): ConfigFiles {
  return {
    async read(path, maxBytes) {
      const text = texts[path];
      if (text === undefined) return { ok: false, reason: 'does not exist' };
      if (text.length > maxBytes) return { ok: false, reason: `is larger than ${maxBytes / 1_024} KiB` };
      return { ok: true, text, readableByOthers };
    },
    async list(folder) {
      const inside = Object.keys(texts).filter((path) => normalize(dirname(path)) === normalize(folder));
      return inside.map((path) => path.slice(path.lastIndexOf('/') + 1));
    },
    whyUnreadable: (path) => (Object.hasOwn(texts, path) ? undefined : 'does not exist'),
  };
}
