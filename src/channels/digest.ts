import { createHash } from 'node:crypto';

/** A short identity of the given texts: 32 hex digits (the first half of a SHA-256), the same for the same texts in the same order. */
export function digest(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32);
}
