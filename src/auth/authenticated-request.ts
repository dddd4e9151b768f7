import type { HttpObservation } from '../domain/observation.ts';
import type { HttpRequest } from '../http/client.ts';
import { withParams } from '../http/hop.ts';
import { bodyOf } from '../http/request-body.ts';
import { requireHttpUrl } from '../http/url.ts';
import type { AuthContext, BoundAuth, Credentials, UnprovenRequest } from './scheme.ts';

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
  const unproven = unprovenOf(request);
  const given = await auth.credentials(unproven, context);
  const answer = await context.http.request(proven(request, given));
  if (answer.statusCode !== unauthorized) return answer;
  const renewed = await auth.renewed({ request: unproven, given, answer }, context);
  return renewed === undefined ? answer : context.http.request(proven(request, renewed));
}

// RFC 9110 §15.5.2.
const unauthorized = 401;

/** The request as a scheme signs it. */
export function unprovenOf(request: HttpRequest): UnprovenRequest {
  const { url } = requireHttpUrl(request.url);
  return {
    method: request.method,
    url: withParams(url, request.params).href,
    headers: request.headers ?? {},
    body: bodyOf(request)?.bytes,
  };
}

function proven(request: HttpRequest, { headers, params, tls }: Credentials): HttpRequest {
  return {
    ...request,
    headers: { ...headers, ...request.headers },
    params: { ...params, ...request.params },
    ...(tls && { tls: { ...request.tls, ...tls } }),
  };
}
