import type { Clock } from '../domain/clock.ts';
import { type HttpObservation, statusClassOf } from '../domain/observation.ts';
import { Attempt } from './attempt.ts';
import { decodeBody } from './decode-body.ts';
import { decodeText } from './decode-text.ts';
import { createHopSender, type SendHop, withParams } from './hop.ts';
import { wayOver } from './http-version.ts';
import type { Lookup } from './lookup.ts';
import { type FinalAnswer, followRedirects } from './redirects.ts';
import type { HttpRequest } from './request.ts';
import { bodyOf } from './request-body.ts';
import { createSecureContexts } from './secure-contexts.ts';
import { requireHttpUrl } from './url.ts';

export type { HttpRequest } from './request.ts';

/** The one way svcmon speaks HTTP: probes, logins and channels alike. */
export interface HttpClient {
  /** Resolves with a complete answer of any status; rejects with a Failure and nothing else. */
  request(request: HttpRequest): Promise<HttpObservation>;
}

export interface HttpClientParts {
  readonly lookup: Lookup;
  readonly clock: Clock;
  /** The User-Agent of a request that brings none, e.g. `svcmon/1.2.3`. */
  readonly userAgent: string;
}

const defaultMaxBodyBytes = 1_048_576;

/** Makes the HTTP client. Every request has a connection of its own: what is measured is a visitor's first request. */
export function createHttpClient({ lookup, clock, userAgent }: HttpClientParts): HttpClient {
  const send = createHopSender({ lookup, userAgent, secureContextFor: createSecureContexts() });
  return {
    async request(request) {
      // Loading it is no part of what is timed.
      if (request.httpVersion !== undefined) await import('./exchange-http2.ts');
      const attempt = new Attempt({ signal: request.signal, clock, limits: request.phaseLimits });
      try {
        return await observe(request, await ask(request, send, attempt), attempt);
      } catch (error) {
        throw attempt.explain(error);
      } finally {
        attempt.close();
      }
    },
  };
}

function ask(request: HttpRequest, send: SendHop, attempt: Attempt): Promise<FinalAnswer> {
  const { url, authorization } = requireHttpUrl(request.url);
  const { headers = {}, tls = {}, ipFamily = 'any', maxBodyBytes = defaultMaxBodyBytes } = request;
  const { proxy, noProxy, address, resolver, httpVersion } = request;
  const way = { url: withParams(url, request.params), tls, ipFamily, proxy, noProxy, address, resolver };
  const start = {
    way: httpVersion === undefined ? way : { ...way, ...wayOver(httpVersion) },
    method: request.method,
    headers: authorization === undefined ? headers : { Authorization: authorization, ...headers },
    body: bodyOf(request),
    maxBodyBytes,
  };
  const { followRedirects: most = 0, cookies } = request;
  return followRedirects(start, { followRedirects: most, cookies, send, attempt });
}

async function observe(request: HttpRequest, final: FinalAnswer, attempt: Attempt): Promise<HttpObservation> {
  const { answer, url, method, redirects } = final;
  const { statusCode, statusText, httpVersion, headers, wire, truncated } = answer;
  const { address, port, contentType, tls } = attempt.facts;
  const { maxBodyBytes = defaultMaxBodyBytes } = request;
  const encoding = headers['content-encoding'];
  const sent = { bytes: wire, truncated };
  const decoded = encoding === undefined ? sent : await decodeBody(sent, encoding, maxBodyBytes);
  const observation: Writable<HttpObservation> = {
    type: 'http',
    url,
    method,
    statusCode,
    statusText,
    statusClass: statusClassOf(statusCode),
    httpVersion,
    headers,
    wireBytes: wire.length,
    bodyBytes: decoded.bytes.length,
    body: request.bodyAs === 'bytes' ? decoded.bytes.toString('latin1') : decodeText(decoded, contentType),
    bodyTruncated: decoded.truncated,
    redirects,
    responseTimeMs: attempt.timer.totalMs,
    phases: attempt.timer.phases,
  };
  // One by one, since spreading them in costs more than the rest of this function.
  if (address !== undefined) observation.address = address;
  if (port !== undefined) observation.port = port;
  if (contentType !== undefined) observation.contentType = contentType;
  if (tls !== undefined) observation.tls = tls;
  return observation;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
