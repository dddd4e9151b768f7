import axios, { Axios, type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios';
import { Failure } from '../domain/failure.ts';
import type { Attempt } from './attempt.ts';
import { type Connection, type ConnectionParts, openConnection, type Way } from './connection.ts';
import { type Exchange, exchange, type RawAnswer } from './exchange.ts';
import { speaksHttp2 } from './http-version.ts';
import type { HttpRequest } from './request.ts';
import { type RequestBody, serializeParams } from './request-body.ts';
import { type WireHeaders, wireHeaders } from './wire-headers.ts';

/** One request and its answer, redirects not followed. */
export interface Hop {
  readonly way: Way;
  readonly method: string;
  /** What the request brings along, beside the headers that every request has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
  readonly maxBodyBytes: number;
  readonly wantsBody: (statusCode: number) => boolean;
}

/** Sends one hop. Rejects with a Failure. */
export type SendHop = (hop: Hop, attempt: Attempt) => Promise<RawAnswer>;

export interface HopParts extends ConnectionParts {
  /** The User-Agent of a request that brings none. */
  readonly userAgent: string;
}

/**
 * Sends hops through axios with an adapter of our own, which works on sockets of our own: axios's bounds no dribbling body,
 * follows the environment's proxies, and costs three times the request itself.
 */
export function createHopSender({ userAgent, ...parts }: HopParts): SendHop {
  // Without the defaults of axios's own instance, most of which concern browsers.
  const client = new Axios({});
  const defaults = [
    ['User-Agent', userAgent],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'gzip, deflate, br'],
  ] as const;

  return async function sendHop(hop, attempt) {
    const adapter: AxiosAdapter = async (config) => {
      // Loaded before there is a connection: what a server says first must not find nobody there.
      const http2 = hop.way.httpVersion === undefined ? undefined : await import('./exchange-http2.ts');
      const connection = await openConnection(hop.way, parts, attempt);
      try {
        const send = http2 && speaksHttp2(hop.way, connection) ? http2.exchangeHttp2 : exchange;
        const data = await send(exchangeOf(hop, config, { connection, defaults }), attempt);
        if (connection.proxy && data.statusCode === proxyWantsCredentials) throw proxyRefusal();
        return { data, status: data.statusCode, statusText: data.statusText, headers: config.headers, config };
      } catch (error) {
        connection.socket.destroy();
        throw error;
      }
    };
    const { way, method } = hop;
    try {
      const sent = { url: way.url.href, method, headers: headersOf(hop), adapter };
      return (await client.request<RawAnswer>(sent)).data;
    } catch (error) {
      // An AxiosError holds the whole request with its credentials: it ends here.
      if (axios.isAxiosError(error)) throw new Failure('internal_error', `axios refused the request (${error.code})`);
      throw error;
    }
  };
}

// For axios these are forms unless their type is known; false sends none.
const formMethods = new Set(['POST', 'PUT', 'PATCH']);

function headersOf({ method, headers, body }: Hop): AxiosHeaderMap {
  // Beside a false one, axios would drop one of the request's own that is spelt in another case.
  if (body === undefined && (!formMethods.has(method) || namesType(headers))) return headers;
  return { 'Content-Type': body?.contentType ?? false, ...headers };
}

function namesType(headers: Hop['headers']): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
}

type AxiosHeaderMap = Readonly<Record<string, string | false>>;

// RFC 9110 §15.5.8: by definition not said by the target.
const proxyWantsCredentials = 407;

function proxyRefusal(): Failure {
  return new Failure('proxy_error', 'the proxy wants other credentials than it was given (407)');
}

/** The URL with the query parameters of a request added. */
export function withParams(url: URL, params: HttpRequest['params']): URL {
  if (params === undefined) return url;
  return new URL(axios.getUri({ url: url.href, params, paramsSerializer: { serialize: serializeParams } }));
}

interface Sending {
  readonly connection: Connection;
  readonly defaults: WireHeaders['defaults'];
}

function exchangeOf(hop: Hop, config: InternalAxiosRequestConfig, { connection, defaults }: Sending): Exchange {
  const { way, method, body, maxBodyBytes, wantsBody } = hop;
  const { socket, encrypted, proxy } = connection;
  const own = config.headers.toJSON(true);
  return {
    socket,
    encrypted,
    method,
    target: proxy === undefined ? way.url.pathname + way.url.search : way.url.href,
    headers: wireHeaders({ own, defaults, host: way.url.host, bodyBytes: body?.bytes.length, proxy }),
    body: body?.bytes,
    maxBodyBytes,
    wantsBody,
  };
}
