/** What a login came to: a token or whatever else proves who asks, until it expires. */
export interface Session {
  readonly token: string;
  /** Epoch ms; absent when the server did not say. */
  readonly expiresAt?: number;
}

/** The sessions of one process: logged in once, used by every check with the same credentials. */
export interface Sessions {
  /**
   * The session under a key, or a new one by `login`; whoever asks in the meantime waits for the same login. A login that
   * fails is told to all who wait for it, and forgotten. A session counts as expired a moment before it is.
   */
  obtain(key: string, login: () => Promise<Session>): Promise<Session>;
  /** Forgets a session that was refused, unless another has taken its place. */
  drop(key: string, refused: Session): void;
  /** The tokens in use and those used lately, to be masked wherever text is shown; the same list as long as nothing changes. */
  tokens(): readonly string[];
}

// Long enough for a request on its way, and for clocks that disagree a little.
const marginMs = 10_000;
// A run tells of its tokens when it has ended; until then, others may have had theirs refused and replaced.
const mostFormerTokens = 500;

interface Kept {
  readonly session: Session;
  /** Epoch ms. */
  readonly usableUntilAt: number;
}

/** Makes an empty set of sessions; `now` is epoch ms. */
export function createSessions({ now }: { readonly now: () => number }): Sessions {
  const sessions = new Map<string, Kept>();
  const logins = new Map<string, Promise<Session>>();
  let formerTokens: readonly string[] = [];
  let tokens: readonly string[] | undefined;

  function forget(key: string): void {
    const token = sessions.get(key)?.session.token;
    if (token === undefined) return;
    sessions.delete(key);
    formerTokens = [...formerTokens.filter((one) => one !== token), token].slice(-mostFormerTokens);
    tokens = undefined;
  }

  function keep(key: string, session: Session): void {
    const nowAt = now();
    const ended = [...sessions].filter(([one, { usableUntilAt }]) => one === key || usableUntilAt <= nowAt);
    for (const [one] of ended) forget(one);
    sessions.set(key, { session, usableUntilAt: usableUntil(session, nowAt) });
    tokens = undefined;
  }

  async function logIn(key: string, login: () => Promise<Session>): Promise<Session> {
    try {
      const session = await login();
      keep(key, session);
      return session;
    } finally {
      logins.delete(key);
    }
  }

  return {
    obtain(key, login) {
      const known = sessions.get(key);
      if (known !== undefined && known.usableUntilAt > now()) return Promise.resolve(known.session);
      const underWay = logins.get(key) ?? logIn(key, login);
      if (!logins.has(key)) logins.set(key, underWay);
      return underWay;
    },
    drop(key, refused) {
      if (sessions.get(key)?.session.token === refused.token) forget(key);
    },
    tokens() {
      tokens ??= [...new Set([...formerTokens, ...[...sessions.values()].map(({ session }) => session.token)])];
      return tokens;
    },
  };
}

/** Of a short life the first half at least is used. */
function usableUntil({ expiresAt }: Session, nowAt: number): number {
  if (expiresAt === undefined) return Number.POSITIVE_INFINITY;
  return expiresAt - Math.min(marginMs, Math.max(0, expiresAt - nowAt) / 2);
}
