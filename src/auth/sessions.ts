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
  /** The tokens in use, to be masked wherever text is shown. */
  tokens(): readonly string[];
}

// Long enough for a request on its way, and for clocks that disagree a little.
const marginMs = 10_000;

/** Makes an empty set of sessions; `now` is epoch ms. */
export function createSessions({ now }: { readonly now: () => number }): Sessions {
  const sessions = new Map<string, Session>();
  const logins = new Map<string, Promise<Session>>();

  async function logIn(key: string, login: () => Promise<Session>): Promise<Session> {
    try {
      const session = await login();
      sessions.set(key, session);
      return session;
    } finally {
      logins.delete(key);
    }
  }

  return {
    obtain(key, login) {
      const known = sessions.get(key);
      if (known !== undefined && (known.expiresAt ?? Number.POSITIVE_INFINITY) - marginMs > now()) {
        return Promise.resolve(known);
      }
      const underWay = logins.get(key) ?? logIn(key, login);
      if (!logins.has(key)) logins.set(key, underWay);
      return underWay;
    },
    drop(key, refused) {
      if (sessions.get(key)?.token === refused.token) sessions.delete(key);
    },
    tokens: () => [...sessions.values()].map(({ token }) => token),
  };
}
