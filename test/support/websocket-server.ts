import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { onTestFinished } from 'vitest';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from './tls-certificates.ts';

/** What a server does with each WebSocket that is opened. */
export type Visitor = (webSocket: WebSocket, request: IncomingMessage) => void;

export interface WebSocketServerOptions extends Pick<ServerOptions, 'perMessageDeflate' | 'handleProtocols'> {
  readonly tls?: Identity;
  /** The status with which a handshake is refused; undefined lets it in. */
  readonly refuse?: (request: IncomingMessage) => number | undefined;
}

/** A WebSocket server of the `ws` package on a loopback port. */
export interface WebSocketPeer {
  readonly port: number;
  /** `ws://127.0.0.1:PORT/`, or wss. */
  readonly url: string;
  /** Of each handshake. */
  readonly asked: readonly IncomingMessage[];
  /** The codes with which clients closed, in the order they came. */
  readonly closed: readonly number[];
  stop(): Promise<void>;
}

/** Starts a server that does this to each visitor; it ends with the test. */
export async function startWebSocketServer(visitor: Visitor, options: WebSocketServerOptions = {}) {
  const peer = await listen(visitor, options);
  onTestFinished(peer.stop);
  return peer;
}

/** The same for a suite, which stops it itself. */
export async function listen(visitor: Visitor, options: WebSocketServerOptions = {}): Promise<WebSocketPeer> {
  const { tls, refuse, ...webSocketOptions } = options;
  const asked: IncomingMessage[] = [];
  const closed: number[] = [];
  const server = tls === undefined ? createServer() : createSecureServer(tls);
  const webSockets = new WebSocketServer({
    server,
    ...webSocketOptions,
    verifyClient: ({ req }, decide) => {
      asked.push(req);
      const status = refuse?.(req);
      decide(status === undefined, status, undefined, status === 401 ? { 'WWW-Authenticate': 'Bearer' } : undefined);
    },
  });
  webSockets.on('connection', (webSocket, request) => {
    // A client that breaks off is what some tests are about.
    webSocket.on('error', () => undefined);
    webSocket.on('close', (code) => closed.push(code));
    visitor(webSocket, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    url: `${tls === undefined ? 'ws' : 'wss'}://127.0.0.1:${address.port}/`,
    asked,
    closed,
    async stop() {
      for (const client of webSockets.clients) client.terminate();
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
