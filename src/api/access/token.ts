import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessToken } from '../../domain/access.ts';

/** A token that nobody can guess: 256 bits of randomness, told from other texts by its beginning. */
export function makeToken(): string {
  return `svcmon_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a token: SHA-256 as hex. Without salt, since nobody can try out 256 bits. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The one whose token this is; takes as long whichever it is, and where it is none. */
export function findToken(tokens: readonly AccessToken[], token: string): AccessToken | undefined {
  const asked = Buffer.from(hashOf(token), 'hex');
  let found: AccessToken | undefined;
  for (const candidate of tokens) {
    const hash = Buffer.from(candidate.hash, 'hex');
    if (hash.length === asked.length && timingSafeEqual(hash, asked)) found = candidate;
  }
  return found;
}

/** Whether a token lets somebody in at that instant. */
export function isInForce({ expiresAt }: Pick<AccessToken, 'expiresAt'>, now: number): boolean {
  return expiresAt === undefined || now < expiresAt;
}
