import { isDeepStrictEqual } from 'node:util';
import type { Entry, Mistake } from '../api/desks/services.ts';
import { type DataPath, formatPath, valueAt } from '../config/data-path.ts';
import { isRecord } from '../config/record.ts';
import { hostOf } from './place.ts';

/** A service that is configured: as it is shown, with secrets masked and defaults filled in, and as it is written. */
export interface StoredEntry {
  readonly shown: Entry;
  readonly written: Entry;
}

/** What was sent with every mask put back to what stands in the file under it, and the masks that hide nothing there. */
export interface Unmasked {
  readonly entry: Entry;
  readonly mistakes: readonly Mistake[];
}

/**
 * Puts the stored values back where a client sends a mask that it was shown. What the defaults say is left out again, so that
 * they go on saying it.
 */
export function unmask(sent: Entry, stored: StoredEntry | undefined): Unmasked {
  const mistakes: Mistake[] = [];
  const visit = (value: unknown, known: Known, path: DataPath): unknown => {
    if (!holdsMask(value)) return value;
    if (isDeepStrictEqual(value, known.shown)) return known.written;
    if (Array.isArray(value)) {
      return value.map((item, index) => visit(item, knownItem(item, known, index), [...path, index]));
    }
    if (isRecord(value)) {
      const items = Object.entries(value).map(([key, item]) => [key, visit(item, knownAt(known, key), [...path, key])]);
      return Object.fromEntries(items.filter(([, item]) => item !== undefined));
    }
    mistakes.push({ path: formatPath(path), message: 'a masked secret that nothing is stored for: enter it' });
    return value;
  };
  const entry = visit(sent, { shown: stored?.shown, written: stored?.written }, []);
  return { entry: isRecord(entry) ? entry : sent, mistakes };
}

/** Whether a text, or one within, has a masked part. */
export function holdsMask(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('***');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsMask);
}

interface Known {
  readonly shown: unknown;
  readonly written: unknown;
}

function knownAt({ shown, written }: Known, key: string | number): Known {
  return { shown: valueAt(shown, [key]), written: valueAt(written, [key]) };
}

/** The stored one at the same place; none where something else came to stand there, whose secret would be another. */
function knownItem(item: unknown, list: Known, index: number): Known {
  const known = knownAt(list, index);
  const isSame = ['name', 'url'].every((key) => hostOf(valueAt(item, [key])) === hostOf(valueAt(known.shown, [key])));
  return isSame ? known : { shown: undefined, written: undefined };
}
