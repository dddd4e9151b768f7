import { parseCookie, stringifySetCookie } from 'cookie';

const name = 'svcmon_session';

export interface CookieScope {
  readonly basePath: string;
  /** Whether it may be sent over TLS only. */
  readonly secure: boolean;
  /** 0 takes it back. */
  readonly maxAgeMs: number;
}

/** The header that gives a browser its session: no script reads it, and no other site has it sent (RFC 6265bis). */
export function sessionCookie(value: string, { basePath, secure, maxAgeMs }: CookieScope): string {
  const maxAge = Math.floor(maxAgeMs / 1_000);
  return stringifySetCookie(name, value, {
    path: `${basePath}/`,
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge,
  });
}

const loginName = 'svcmon_login';

/** The header by which a browser is known again that comes back from an OpenID provider: its own page has to be sent along by another site. */
export function loginCookie(state: string, { basePath, secure, maxAgeMs }: CookieScope): string {
  const maxAge = Math.floor(maxAgeMs / 1_000);
  return stringifySetCookie(loginName, state, {
    path: `${basePath}/login`,
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge,
  });
}

/** The state of a `Cookie` header. */
export function loginStateIn(header: string | undefined): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[loginName];
}

/** The session of a `Cookie` header. */
export function sessionIn(header: string | undefined): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[name];
}
