import { dirname, join, normalize } from 'node:path';
import type { DataPath } from './data-path.ts';
import type { ConfigFiles } from './file-text.ts';
import type { Finding } from './finding.ts';
import type { FileOptions } from './schema.ts';

/** The files that `include:` names. */
export interface Included {
  /** Without repetition, sorted within each pattern, each with the path of its pattern. */
  readonly entries: readonly { readonly name: string; readonly path: DataPath }[];
  /** Patterns that match nothing. */
  readonly warnings: readonly Finding[];
}

/** Finds the included files, relative to the folder of the including one, which is never among them. */
export async function findIncluded(
  from: string,
  include: FileOptions['include'],
  files: Pick<ConfigFiles, 'list'>,
): Promise<Included> {
  const entries = new Map<string, DataPath>();
  const warnings: Finding[] = [];
  const patterns = typeof include === 'string' ? [include] : include;
  for (const [index, pattern] of patterns.entries()) {
    const path = typeof include === 'string' ? ['include'] : ['include', index];
    const matches = await expand(dirname(from), pattern, files);
    if (matches.length === 0) warnings.push({ path, message: `no file matches ${JSON.stringify(pattern)}` });
    for (const match of matches) {
      if (match !== normalize(from) && !entries.has(match)) entries.set(match, path);
    }
  }
  return { entries: [...entries].map(([name, path]) => ({ name, path })), warnings };
}

/** A name without wildcards stands for itself, whether the file is there or not. */
async function expand(base: string, pattern: string, files: Pick<ConfigFiles, 'list'>): Promise<readonly string[]> {
  const absolute = pattern.startsWith('/');
  let found: readonly string[] = [absolute ? '/' : base];
  let searching = false;
  for (const segment of pattern.split('/').filter((part) => part !== '')) {
    searching ||= isWild(segment);
    const deeper = await Promise.all(
      found.map((folder) => (searching ? search(folder, segment, files) : [join(folder, segment)])),
    );
    found = deeper.flat();
  }
  return found.map((name) => normalize(name));
}

async function search(folder: string, segment: string, files: Pick<ConfigFiles, 'list'>): Promise<readonly string[]> {
  const names = (await files.list(folder)) ?? [];
  const matching = names.filter((name) => (isWild(segment) ? matchesPattern(name, segment) : name === segment));
  return matching.toSorted().map((name) => join(folder, name));
}

function isWild(segment: string): boolean {
  return /[*?]/.test(segment);
}

/** Whether a name matches a pattern in which `*` stands for any text and `?` for one character; hidden names need their dot. */
export function matchesPattern(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}
