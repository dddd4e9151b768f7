import { randomBytes } from 'node:crypto';
import type { AccessToken, Scope } from '../../domain/access.ts';
import type { Clock } from '../../domain/clock.ts';
import { createTokenBucket } from '../../resilience/token-bucket.ts';
import { hashOf, makeToken } from './token.ts';
import type { TokenBook, TokenStore } from './token-book.ts';

/** Who begins a session. */
export interface Person {
  readonly name: string;
  readonly scope: Scope;
  /** Of the token that they showed. */
  readonly tokenId?: string;
  /** When that token expires. */
  readonly tokenExpiresAt?: number;
}

/** How browsers log in and out. */
export interface Sessions {
  /** Whether this client may try once more; whoever tries too often has to wait. */
  mayTry(client: string): boolean;
  /** Who a token stands for; undefined where it is none. */
  byToken(token: string): Promise<Person | undefined>;
  /** Who a one-time code stands for; it is of no use from then on. */
  byCode(code: string): Person | undefined;
  /** A code for `byCode`, good once and for ten minutes. */
  makeCode(): string;
  /** Begins one; `cookie` is what the browser has to show from now on. */
  begin(person: Person): Promise<{ readonly cookie: string; readonly maxAgeMs: number; readonly token: AccessToken }>;
  end(id: string): Promise<void>;
}

export interface SessionsParts {
  readonly store: TokenStore;
  readonly tokens: TokenBook;
  readonly clock: Clock;
  readonly makeId: () => string;
}

const lastsMs = 7 * 86_400_000;
const codeLastsMs = 600_000;
const triesAtOnce = 5;
const triesPerSecond = 1 / 12;
const mostClients = 1_000;

/** Sessions are tokens of their own in the store, so that they outlive a restart and end with the token they began with. */
export function createSessions({ store, tokens, clock, makeId }: SessionsParts): Sessions {
  const codes = new Map<string, number>();
  return {
    mayTry: createThrottle(clock),

    async byToken(token) {
      const found = await tokens.find(token);
      if (found === undefined || found.isSession) return undefined;
      const { id, name, scope, expiresAt } = found;
      return { name, scope, tokenId: id, ...(expiresAt !== undefined && { tokenExpiresAt: expiresAt }) };
    },

    byCode(code) {
      const hash = hashOf(code);
      const expiresAt = codes.get(hash);
      codes.delete(hash);
      if (expiresAt === undefined || clock.monotonic() >= expiresAt) return undefined;
      return { name: 'local', scope: 'admin' };
    },

    makeCode() {
      const code = randomBytes(32).toString('base64url');
      codes.set(hashOf(code), clock.monotonic() + codeLastsMs);
      return code;
    },

    async begin({ name, scope, tokenId, tokenExpiresAt = Number.POSITIVE_INFINITY }) {
      const cookie = makeToken();
      const createdAt = clock.now();
      const expiresAt = Math.min(createdAt + lastsMs, tokenExpiresAt);
      const parent = tokenId === undefined ? {} : { parentId: tokenId };
      const hash = hashOf(cookie);
      const token = { id: makeId(), name, scope, hash, createdAt, expiresAt, isSession: true, ...parent };
      await store.addAccessToken(token);
      tokens.changed();
      return { cookie, maxAgeMs: expiresAt - createdAt, token };
    },

    async end(id) {
      await store.removeAccessToken(id);
      tokens.changed();
    },
  };
}

/** By client; when too many are known, the one that was new longest ago is forgotten. */
function createThrottle(clock: Clock): Sessions['mayTry'] {
  const buckets = new Map<string, () => boolean>();
  return (client) => {
    const bucket = buckets.get(client) ?? createTokenBucket({ clock, burst: triesAtOnce, perSecond: triesPerSecond });
    buckets.set(client, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > mostClients && oldest !== undefined) buckets.delete(oldest);
    return bucket();
  };
}
