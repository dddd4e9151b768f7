import type { AccessToken } from '../../domain/access.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Store } from '../../storage/store.ts';
import { findToken, isInForce } from './token.ts';

/** What the book needs of the store. */
export type TokenStore = Pick<
  Store,
  'accessTokens' | 'addAccessToken' | 'removeAccessToken' | 'accessTokenUsed' | 'addAudit' | 'audit'
>;

/** The tokens that are in force. */
export interface TokenBook {
  /** The one a caller shows, if it is in force; notes that it was used. Rejects with StoreUnavailable where nobody knows. */
  find(token: string): Promise<AccessToken | undefined>;
  /** To be called when a token was added or removed here; what another process changes is known within a second. */
  changed(): void;
}

export interface TokenBookParts {
  readonly store: TokenStore;
  readonly clock: Clock;
}

const freshForMs = 1_000;
const notedEveryMs = 60_000;

/** Keeps what is stored for a second, so that not every request reads it; while the store cannot be read, what was known last holds. */
export function createTokenBook({ store, clock }: TokenBookParts): TokenBook {
  let known: { readonly tokens: Promise<readonly AccessToken[]>; readonly readAt: number } | undefined;
  let last: readonly AccessToken[] | undefined;
  const notedAt = new Map<string, number>();

  const read = async (): Promise<readonly AccessToken[]> => {
    try {
      last = await store.accessTokens();
      return last;
    } catch (error) {
      if (last === undefined) throw error;
      return last;
    }
  };
  const current = () => {
    const now = clock.monotonic();
    if (known === undefined || now - known.readAt >= freshForMs) known = { tokens: read(), readAt: now };
    return known.tokens;
  };
  const note = ({ id }: AccessToken) => {
    const now = clock.monotonic();
    if (now - (notedAt.get(id) ?? Number.NEGATIVE_INFINITY) < notedEveryMs) return;
    notedAt.set(id, now);
    // Nobody is kept out because that could not be noted.
    store.accessTokenUsed(id, clock.now()).catch(() => undefined);
  };

  return {
    async find(token) {
      const found = findToken(await current(), token);
      if (found === undefined || !isInForce(found, clock.now())) return undefined;
      note(found);
      return found;
    },
    changed() {
      known = undefined;
    },
  };
}
