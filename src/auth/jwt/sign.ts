import type { KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';

/** What a token is to say and how it is signed. */
export interface TokenPlan {
  readonly algorithm: string;
  readonly key: KeyObject | Uint8Array;
  readonly keyId: string | undefined;
  readonly claims: JWTPayload;
}

/** A JWT (RFC 7519) in its compact form. */
export function sign({ algorithm, key, keyId, claims }: TokenPlan): Promise<string> {
  const header = { alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) };
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}
