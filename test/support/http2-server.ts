import { createSecureServer, createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { text } from 'node:stream/consumers';
import type { TlsOptions } from 'node:tls';
import { listenUntilTestEnds } from './fault-server.ts';

/** A request that a server got, whichever HTTP it came by. */
export interface AskedOverHttp2 {
  readonly httpVersion: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Http2ServerRequest['headers'];
  readonly body: string;
}

export interface Http2Server {
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string;
  readonly port: number;
  /** In the order they came. */
  readonly asked: readonly AskedOverHttp2[];
  /** Resolves as soon as no connection is open. */
  allClosed(): Promise<void>;
}

export interface Http2ServerOptions {
  /** Over TLS, where it speaks HTTP/1.1 as well; HTTP/2 alone, by prior knowledge, without it. */
  readonly tls?: TlsOptions;
  readonly answer?: (asked: AskedOverHttp2, response: Http2ServerResponse) => void;
}

/** Starts a server of Node.js on a free port of 127.0.0.1; it answers `ok` unless told otherwise, and ends with the test. */
export async function startHttp2Server({ tls, answer = sayOk }: Http2ServerOptions = {}): Promise<Http2Server> {
  const asked: AskedOverHttp2[] = [];
  const hear = async (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const { httpVersion, method, url: path, headers } = request;
    const question = { httpVersion, method, path, headers, body: await text(request) };
    asked.push(question);
    answer(question, response);
  };
  const server = tls === undefined ? createServer(hear) : createSecureServer({ ...tls, allowHTTP1: true }, hear);
  // A client that breaks off is what these tests are about.
  server.on('sessionError', () => undefined);
  const { port, allClosed } = await listenUntilTestEnds(server);
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, asked, allClosed };
}

function sayOk(_asked: AskedOverHttp2, response: Http2ServerResponse): void {
  response.end('ok');
}
