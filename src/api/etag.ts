import { createHash } from 'node:crypto';
import type { Answer } from './route.ts';

/** A tag that is the same as long as the value is (RFC 9110 §8.8.3). */
export function etagOf(value: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)}"`;
}

/** The problem of a request that is meant for something else than what is there now; undefined where it may go on (RFC 9110 §13.1.1). */
export function staleFor(ifMatch: string | undefined, etag: string): Answer | undefined {
  if (ifMatch === undefined || tagsIn(ifMatch).some((tag) => tag === '*' || tag === etag)) return undefined;
  return { kind: 'problem', status: 412, detail: 'it was changed meanwhile: read it again', headers: { etag } };
}

/** Whether who asks has it already (RFC 9110 §13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return (
    ifNoneMatch !== undefined && tagsIn(ifNoneMatch).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)
  );
}

function tagsIn(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim());
}
