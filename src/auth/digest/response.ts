import { createHash } from 'node:crypto';
import type { DigestChallenge } from './challenge.ts';

/** Everything that one answer to a challenge is made of. */
export interface DigestQuestion {
  readonly challenge: DigestChallenge;
  readonly username: string;
  readonly password: string;
  readonly method: string;
  /** Path and query as they are sent. */
  readonly uri: string;
  readonly body: Uint8Array | undefined;
  /** The same for all requests with one nonce, as `-sess` wants it. */
  readonly cnonce: string;
  /** How many requests had this nonce, this one included. */
  readonly nonceCount: number;
}

/** The value of an Authorization header that answers a challenge (RFC 7616 §3.4); names and passwords are hashed as UTF-8. */
export function digestAuthorization(question: DigestQuestion): string {
  const { challenge, uri, cnonce, nonceCount } = question;
  const { realm, nonce, opaque, algorithm, qop, session, userhash } = challenge;
  const fields = [
    usernameField(question),
    quoted('realm', realm),
    quoted('nonce', nonce),
    quoted('uri', uri),
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    quoted('response', responseOf(question)),
    ...(opaque === undefined ? [] : [quoted('opaque', opaque)]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${countText(nonceCount)}`]),
    ...(qop === undefined && !session ? [] : [quoted('cnonce', cnonce)]),
    ...(userhash ? ['userhash=true'] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

function usernameField({ challenge: { hash, realm, userhash }, username }: DigestQuestion): string {
  if (userhash) return quoted('username', digest(hash, `${asLatin1(username)}:${realm}`));
  // RFC 8187: what a quoted string of ASCII cannot say.
  if (!/^[ -~]*$/.test(username)) return `username*=UTF-8''${encodeURIComponent(username).replace(/['()*]/g, percent)}`;
  return quoted('username', username);
}

function responseOf({ challenge, username, password, method, uri, body, cnonce, nonceCount }: DigestQuestion): string {
  const { hash, realm, nonce, session, qop } = challenge;
  const plain = digest(hash, `${asLatin1(username)}:${realm}:${asLatin1(password)}`);
  const secret = session ? digest(hash, `${plain}:${nonce}:${cnonce}`) : plain;
  const asked = [method, uri, ...(qop === 'auth-int' ? [digest(hash, body ?? '')] : [])].join(':');
  const protection = qop === undefined ? [] : [countText(nonceCount), cnonce, qop];
  return digest(hash, [secret, nonce, ...protection, digest(hash, asked)].join(':'));
}

/** Texts are hashed as the bytes that a header of Latin-1 holds. */
function digest(hash: string, data: string | Uint8Array): string {
  return createHash(hash)
    .update(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
    .digest('hex');
}

function asLatin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function countText(nonceCount: number): string {
  return nonceCount.toString(16).padStart(8, '0');
}

function quoted(name: string, value: string): string {
  return `${name}="${value.replace(/["\\]/g, '\\$&')}"`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
