import { createHash } from 'node:crypto';
import type { TimeBox } from '../../domain/assertion.ts';
import type { Clock } from '../../domain/clock.ts';
import type { HttpObservation } from '../../domain/observation.ts';
import { redactUrl } from '../../domain/redaction.ts';
import { secretsIn } from '../../domain/secret.ts';
import type { HttpRequest, TlsSettings } from '../../http/request.ts';
import type { AuthContext, Credentials, Refusal, UnprovenRequest } from '../scheme.ts';
import type { Session } from '../sessions.ts';
import { carriedToken, carrying, type TokenCarrier } from './carrier.ts';
import { loginFailure } from './login-failure.ts';
import { sharedSession } from './shared-session.ts';
import { type TokenOrigin, tokenProof } from './token-proof.ts';

/** A login for a token: what a scheme makes of its options. */
export interface Login {
  readonly type: string;
  /** Whoever has the same options shares the session. */
  readonly options: object;
  /** Where it goes first, to be named in failures. */
  readonly url: string;
  readonly carrier: TokenCarrier;
  /** Rejects with a Failure; one of `auth_failed` stands as it is, others are told as those of the login. */
  logIn(context: LoginContext): Promise<Session>;
}

/** What a login may use. */
export interface LoginContext {
  readonly clock: Clock;
  readonly timeBox: TimeBox;
  /** Asks the way that the request goes, without following redirects, since they would hand credentials on. */
  ask(question: LoginQuestion): Promise<HttpObservation>;
}

export type LoginQuestion = Pick<HttpRequest, 'url' | 'method' | 'headers' | 'json' | 'form' | 'body'>;

/** The credentials of a request, from a session that may have been there before. Rejects with a Failure. */
export async function loggedIn(login: Login, request: UnprovenRequest, context: AuthContext): Promise<Credentials> {
  const { session, isNew } = await sessionFor(login, request, context);
  return proving(login, { session, since: isNew ? 'fresh' : 'kept from before' }, context);
}

/** Those of a session that is not the refused one; undefined where the server hands out the same token again. */
export async function loggedInAgain(
  login: Login,
  { request, given }: Pick<Refusal, 'request' | 'given'>,
  context: AuthContext,
): Promise<Credentials | undefined> {
  const refused = carriedToken(given, login.carrier);
  context.sessions.drop(keyOf(login, request), { token: refused });
  const { session, isNew } = await sessionFor(login, request, context);
  if (session.token === refused) return undefined;
  return proving(login, { session, since: isNew ? 'fresh after a refusal' : 'kept from before' }, context);
}

interface Held extends Pick<TokenOrigin, 'since'> {
  readonly session: Session;
}

function proving({ url, carrier }: Login, { session, since }: Held, { clock }: AuthContext): Credentials {
  const proof = tokenProof({ source: `from ${redactUrl(url)}`, since, session }, clock.now());
  return { ...carrying(session.token, carrier), proof };
}

interface Obtained {
  readonly session: Session;
  /** Whether it is by a login of this very request. */
  readonly isNew: boolean;
}

async function sessionFor(login: Login, request: UnprovenRequest, context: AuthContext): Promise<Obtained> {
  const { http, clock, timeBox, signal } = context;
  const ask = (question: LoginQuestion) => http.request({ ...wayTo(question.url, request), ...question, signal });
  let isNew = false;
  const logIn = () => {
    isNew = true;
    return login.logIn({ clock, timeBox, ask });
  };
  try {
    const session = await sharedSession(keyOf(login, request), logIn, context);
    return { session, isNew };
  } catch (error) {
    throw loginFailure(login.url, error);
  }
}

function wayTo(url: string, { url: requested, way = {} }: UnprovenRequest): Partial<HttpRequest> {
  const { tls, proxy, noProxy, ipFamily, resolver } = way;
  return {
    ...(tls && { tls: new URL(url).hostname === new URL(requested).hostname ? tls : withoutName(tls) }),
    ...(proxy !== undefined && { proxy }),
    ...(noProxy !== undefined && { noProxy }),
    ...(ipFamily !== undefined && { ipFamily }),
    ...(resolver !== undefined && { resolver }),
  };
}

/** The name that the certificate of a request is verified for is not that of another host. */
function withoutName({ serverName: _, ...tls }: TlsSettings): TlsSettings {
  return tls;
}

/** A login that was verified less strictly than another one is not shared with it. */
function keyOf({ type, options }: Login, { way }: UnprovenRequest): string {
  const parts = JSON.stringify([options, secretsIn(options), way]);
  return `${type} ${createHash('sha256').update(parts).digest('base64url')}`;
}
