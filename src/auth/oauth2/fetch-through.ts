import type { HttpObservation } from '../../domain/observation.ts';
import type { LoginContext } from '../tokens/login.ts';
import { loginRefused } from '../tokens/login-failure.ts';

/** What oauth4webapi hands to the `fetch` it is given. */
interface FetchOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
}

/** A `fetch` for oauth4webapi that asks as svcmon asks. Rejects with a Failure. */
export function fetchThrough(ask: LoginContext['ask']) {
  return async (url: string, { method, headers, body }: FetchOptions): Promise<Response> => {
    const { 'user-agent': _theirs, ...own } = headers;
    const answer = await ask({ url, method, headers: own, ...(body && { body: body.toString() }) });
    return toResponse(url, answer);
  };
}

// Fetch Standard §2.2.3: those that have no body.
const bodiless = new Set([204, 205, 304]);

/** Without the headers that nobody asks for: WWW-Authenticate would take the place of what the body says more plainly. */
function toResponse(url: string, { statusCode, contentType, body, bodyTruncated }: HttpObservation): Response {
  if (bodyTruncated) throw loginRefused(url, `answered ${statusCode} with more than 1 MiB`);
  if (statusCode > 599) throw loginRefused(url, `answered ${statusCode}`);
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  return new Response(bodiless.has(statusCode) ? null : body, { status: statusCode, headers });
}
