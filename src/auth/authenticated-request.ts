import { Failure } from '../domain/failure.ts';
import type { HttpObservation } from '../domain/observation.ts';
import type { HttpRequest } from '../http/client.ts';
import { withParams } from '../http/hop.ts';
import { bodyOf } from '../http/request-body.ts';
import { requireHttpUrl } from '../http/url.ts';
import type { AuthContext, BoundAuth, Credentials, Refusal, RequestWay, UnprovenRequest } from './scheme.ts';

/**
 * Sends a request with the credentials of a scheme; after a 401 once more, where the scheme has others to offer. What is timed
 * and observed is the last request alone, not the login. The request's own headers win over those of the scheme.
 */
export async function requestAs(
  auth: BoundAuth | undefined,
  request: HttpRequest,
  context: AuthContext,
): Promise<HttpObservation> {
  if (auth === undefined) return context.http.request(request);
  const question: Question<HttpObservation> = {
    unproven: unprovenOf(request),
    ask: (credentials) => withProof(credentials, context.http.request(proven(request, credentials))),
    refusalIn: (answer) => (answer.statusCode === unauthorized ? answer : undefined),
  };
  return askAs(auth, question, context);
}

/** Anything that is asked with credentials: a request, the handshake of a WebSocket, a call. */
export interface Question<Answer> {
  /** In the terms of HTTP, which the schemes know. */
  readonly unproven: UnprovenRequest;
  ask(credentials: Credentials): Promise<Answer>;
  /** An answer that refuses the credentials, as a 401 of HTTP; undefined for every other answer. */
  refusalIn(answer: Answer): Refusal['answer'] | undefined;
}

/** Asks with the credentials of a scheme, none without one; refused, once more, where the scheme has others to offer. */
export async function askAs<Answer>(
  auth: BoundAuth | undefined,
  { unproven, ask, refusalIn }: Question<Answer>,
  context: AuthContext,
): Promise<Answer> {
  if (auth === undefined) return ask(noCredentials);
  const given = await auth.credentials(unproven, context);
  const answer = await ask(given);
  const refusal = refusalIn(answer);
  if (refusal === undefined) return answer;
  const renewed = await auth.renewed({ request: unproven, given, answer: refusal }, context);
  return renewed === undefined ? answer : ask(renewed);
}

const noCredentials: Credentials = { headers: {}, params: {} };

// RFC 9110 §15.5.2.
const unauthorized = 401;

/** What was observed, also until it failed, and how it was proven who asks. */
async function withProof({ proof }: Credentials, observed: Promise<HttpObservation>): Promise<HttpObservation> {
  if (proof === undefined) return observed;
  try {
    return { ...(await observed), proof };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { reason, message, facts, cause } = error;
    throw new Failure(reason, message, { facts: { ...facts, proof }, cause });
  }
}

/** The request as a scheme signs it. */
function unprovenOf(request: HttpRequest): UnprovenRequest {
  const { url } = requireHttpUrl(request.url);
  const body = bodyOf(request);
  return {
    method: request.method,
    url: withParams(url, request.params).href,
    headers: request.headers ?? {},
    body: body?.bytes,
    ...(body && { contentType: body.contentType }),
    way: wayOf(request),
  };
}

function wayOf({ tls, proxy, noProxy, ipFamily, resolver }: RequestWay): RequestWay {
  return { tls, proxy, noProxy, ipFamily, resolver };
}

function proven(request: HttpRequest, { headers, params, tls }: Credentials): HttpRequest {
  return {
    ...request,
    headers: { ...headers, ...request.headers },
    params: { ...params, ...request.params },
    ...(tls && { tls: { ...request.tls, ...tls } }),
  };
}
