import { dirname, join, normalize } from 'node:path';
import type { ConfigFiles } from './file-text.ts';
import type { Finding } from './finding.ts';
import type { FileOptions } from './schema.ts';

/** The files that `include:` names. */
export interface Included {
  /** Without repetition; sorted within each pattern. */
  readonly names: readonly string[];
  /** Patterns that match nothing. */
  readonly warnings: readonly Finding[];
}

/** Finds the included files, relative to the folder of the including one, which is never among them. */
export async function findIncluded(
  from: string,
  include: FileOptions['include'],
  files: Pick<ConfigFiles, 'list'>,
): Promise<Included> {
  const names = new Set<string>();
  const warnings: Finding[] = [];
  const patterns = typeof include === 'string' ? [include] : include;
  for (const [index, pattern] of patterns.entries()) {
    const path = typeof include === 'string' ? ['include'] : ['include', index];
    const matches = await expand(dirname(from), pattern, files);
    if (matches.length === 0) warnings.push({ path, message: `no file matches ${JSON.stringify(pattern)}` });
    for (const match of matches) if (match !== normalize(from)) names.add(match);
  }
  return { names: [...names], warnings };
}

/** A name without wildcards stands for itself, whether the file is there or not. */
async function expand(base: string, pattern: string, files: Pick<ConfigFiles, 'list'>): Promise<readonly string[]> {
  const absolute = pattern.startsWith('/');
  let found: readonly string[] = [absolute ? '/' : base];
  for (const segment of pattern.split('/').filter((part) => part !== '')) {
    const deeper = await Promise.all(found.map((folder) => step(folder, segment, files)));
    found = deeper.flat();
  }
  return found.map((name) => normalize(name));
}

async function step(folder: string, segment: string, files: Pick<ConfigFiles, 'list'>): Promise<readonly string[]> {
  if (!/[*?]/.test(segment)) return [join(folder, segment)];
  const names = (await files.list(folder)) ?? [];
  const matching = names.filter((name) => matchesPattern(name, segment));
  return matching.toSorted().map((name) => join(folder, name));
}

/** Whether a name matches a pattern in which `*` stands for any text and `?` for one character; hidden names need their dot. */
export function matchesPattern(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}
