import type { Entry, Mistake } from '../api/desks/services.ts';
import { Failure } from '../domain/failure.ts';
import type { Effects } from './effects.ts';

const withinMs = 5_000;

/**
 * What an entry asks of that may not be looked at because a caller of the API says so. A name that nobody knows at present is
 * no mistake: what it leads to later is not looked at here.
 */
export async function strangersIn(
  entry: Entry,
  { lookup, startTimer }: Pick<Effects, 'lookup' | 'startTimer'>,
): Promise<readonly Mistake[]> {
  const limit = new AbortController();
  const cancel = startTimer(withinMs, () => limit.abort());
  const { signal } = limit;
  const refusals = textsIn(entry, '').map(async ({ path, text }): Promise<readonly Mistake[]> => {
    const host = hostIn(path, text);
    if (host === undefined) return [];
    try {
      await lookup(host, { family: 'any', signal });
      return [];
    } catch (error) {
      const isRefused = error instanceof Failure && error.reason === 'not_permitted';
      return isRefused ? [{ path, message: error.message }] : [];
    }
  });
  const mistakes = (await Promise.all(refusals)).flat();
  cancel();
  return mistakes;
}

/** The host of a URL, or what a key names as one. */
function hostIn(path: string, text: string): string | undefined {
  if (text.includes('://') && URL.canParse(text)) return new URL(text).hostname.replace(/^\[|\]$/g, '') || undefined;
  return /(?:^|\.)(?:host|resolver)$/.test(path) ? text.replace(/^\[([^\]]+)\].*$/, '$1') : undefined;
}

/** Every text of an entry, its keys too, with where it stands. */
export function textsIn(value: unknown, path: string): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...textsIn(key, path),
    ...textsIn(item, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  ]);
}
