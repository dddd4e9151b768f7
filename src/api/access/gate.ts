import type { Scope } from '../../domain/access.ts';
import { allows } from '../../domain/access.ts';
import type { Problem } from '../problem.ts';
import type { Caller } from '../route.ts';
import { hostIn, isLoopback, isOurHost, isOwnOrigin } from './hosts.ts';
import type { TokenBook } from './token-book.ts';

/** What a request says of where it comes from. */
export interface Approach {
  readonly method: string;
  readonly host: string;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  /** The value of our cookie. */
  readonly session?: string | undefined;
  /** The address it came from. */
  readonly client: string;
  /** Whether a proxy says that it passed it on. */
  readonly forwarded: boolean;
}

/** What a route asks for. */
export interface Entrance {
  readonly scope: Scope | 'none';
}

export interface GateParts {
  readonly tokens: TokenBook;
  /** Where it is listened, as configured. */
  readonly listenHost: string;
  readonly hosts: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly requireToken: boolean;
}

/** Lets a request in as its caller, or says why not. Rejects with StoreUnavailable. */
export type Gate = (approach: Approach, entrance: Entrance) => Promise<Caller | Problem>;

/**
 * Who is nobody may do nothing that needs a scope, but read on this machine where no token is asked for. Routes without a
 * scope are for everybody under whatever name: what they need is in the request itself.
 */
export function createGate(parts: GateParts): Gate {
  const hosts = [...parts.hosts, parts.listenHost.toLowerCase()];
  return async (approach, { scope }) => {
    const host = hostIn(approach.host);
    const isOurs = host !== undefined && isOurHost(host, hosts);
    if (scope !== 'none' && !isOurs) return foreignHost;
    if (!isSafe(approach.method) && isForeign(approach, parts)) return foreignOrigin;
    const caller = await callerOf(approach, parts, isOurs && isLoopback(host));
    if ('status' in caller || allows(caller.scope, scope)) return caller;
    return caller.kind === 'anonymous' ? needsToken(scope) : needsMore(scope);
  };
}

const anonymous = { name: 'anonymous', kind: 'anonymous' } as const;
const challenge = { 'www-authenticate': 'Bearer realm="svcmon"' };
const foreignHost = { status: 403, detail: 'this name is not one of server.hosts' };
const foreignOrigin = { status: 403, detail: 'the page of another site may not do that' };
const unknownToken = {
  status: 401,
  detail: 'the token is not known, or not any more',
  headers: { 'www-authenticate': 'Bearer realm="svcmon", error="invalid_token"' },
};

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isForeign({ origin, host }: Approach, { corsOrigins }: GateParts): boolean {
  return origin !== undefined && !isOwnOrigin(origin, host) && !corsOrigins.includes(origin);
}

async function callerOf(approach: Approach, parts: GateParts, underLocalName: boolean): Promise<Caller | Problem> {
  const { authorization, session } = approach;
  if (authorization !== undefined) {
    const found = await parts.tokens.find(bearerIn(authorization));
    return found === undefined || found.isSession ? unknownToken : known(found, 'token');
  }
  // An old cookie is no mistake of who has it.
  const found = session === undefined ? undefined : await parts.tokens.find(session);
  if (found?.isSession) return known(found, 'session');
  return { ...anonymous, scope: mayReadUnasked(approach, parts, underLocalName) ? 'read' : 'none' };
}

function bearerIn(authorization: string): string {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1] ?? '';
}

function known(
  { id, name, scope, expiresAt }: { id: string; name: string; scope: Scope; expiresAt?: number },
  kind: 'token' | 'session',
): Caller {
  return { name, scope, kind, tokenId: id, ...(expiresAt !== undefined && { expiresAt }) };
}

/** A proxy on this machine passes on what comes from anywhere. */
function mayReadUnasked({ client, forwarded }: Approach, parts: GateParts, underLocalName: boolean): boolean {
  const { requireToken, listenHost } = parts;
  return !requireToken && isLoopback(listenHost) && underLocalName && isLoopback(client) && !forwarded;
}

function needsToken(scope: string): Problem {
  return { status: 401, detail: `this needs a token of the scope ${scope}`, headers: challenge };
}

function needsMore(scope: string): Problem {
  return {
    status: 403,
    detail: `this needs the scope ${scope}`,
    headers: { 'www-authenticate': `Bearer realm="svcmon", error="insufficient_scope", scope="${scope}"` },
  };
}
