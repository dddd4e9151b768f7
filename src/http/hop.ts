import axios, { Axios, type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios';
import { Failure } from '../domain/failure.ts';
import type { Attempt } from './attempt.ts';
import { type Connection, type ConnectionParts, openConnection, type Way } from './connection.ts';
import { exchange, type RawAnswer } from './exchange.ts';
import type { HttpRequest } from './request.ts';
import { type RequestBody, serializeParams } from './request-body.ts';

/** One request and its answer, redirects not followed. */
export interface Hop {
  readonly way: Way;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody;
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
 * Sends hops through axios, which merges headers, transforms bodies and hands over to an adapter. The adapter is ours and works
 * on sockets of our own: axios's bounds no dribbling body, follows the environment's proxies and costs more than the request.
 */
export function createHopSender({ userAgent, ...parts }: HopParts): SendHop {
  const client = new Axios({
    transformRequest: axios.defaults.transformRequest ?? [],
    headers: { 'User-Agent': userAgent, Accept: '*/*', 'Accept-Encoding': 'gzip, deflate, br' },
  });

  return async function sendHop(hop, attempt) {
    const { method, headers, body } = hop;
    try {
      const { data } = await client.request<RawAnswer>({
        url: hop.way.url.href,
        method,
        headers: { 'Content-Type': body.contentType, ...headers },
        data: body.data,
        adapter: adapterFor(hop, parts, attempt),
      });
      return data;
    } catch (error) {
      // An AxiosError holds the whole request with its credentials: it ends here.
      if (axios.isAxiosError(error)) throw new Failure('internal_error', `axios refused the request (${error.code})`);
      throw error;
    }
  };
}

/** The URL with the query parameters of a request added. */
export function withParams(url: URL, params: HttpRequest['params']): URL {
  if (params === undefined) return url;
  return new URL(axios.getUri({ url: url.href, params, paramsSerializer: { serialize: serializeParams } }));
}

function adapterFor(hop: Hop, parts: ConnectionParts, attempt: Attempt): AxiosAdapter {
  return async (config) => {
    const connection = await openConnection(hop.way, parts, attempt);
    try {
      const data = await exchange(exchangeOf(hop, config, connection), attempt);
      return { data, status: data.statusCode, statusText: data.statusText, headers: {}, config };
    } catch (error) {
      connection.socket.destroy();
      throw error;
    }
  };
}

function exchangeOf(hop: Hop, config: InternalAxiosRequestConfig, { socket, encrypted, proxy }: Connection) {
  const { url } = hop.way;
  const body = bytesOf(config.data);
  const framing = body === undefined ? [] : ['Content-Length', String(body.length)];
  const toProxy = proxy?.authorization === undefined ? [] : ['Proxy-Authorization', proxy.authorization];
  return {
    socket,
    encrypted,
    method: hop.method,
    target: proxy === undefined ? `${url.pathname}${url.search}` : url.href,
    headers: [...namesAndValues(config, url), ...toProxy, ...framing],
    body,
    maxBodyBytes: hop.maxBodyBytes,
    wantsBody: hop.wantsBody,
  };
}

/** Host comes first (RFC 9110 §7.2); the connection serves this one exchange. */
function namesAndValues({ headers }: InternalAxiosRequestConfig, url: URL): string[] {
  const list: string[] = [];
  let host = url.host;
  let connection = 'close';
  for (const [name, value] of Object.entries(headers.toJSON(true))) {
    const lower = name.toLowerCase();
    if (lower === 'host') host = value;
    else if (lower === 'connection') connection = value;
    else if (!framing.has(lower)) list.push(name, value);
  }
  return ['Host', host, ...list, 'Connection', connection];
}

// Said by whoever writes the body to the wire.
const framing = new Set(['content-length', 'transfer-encoding']);

function bytesOf(data: unknown): Buffer | undefined {
  if (typeof data === 'string') return Buffer.from(data);
  return Buffer.isBuffer(data) ? data : undefined;
}
