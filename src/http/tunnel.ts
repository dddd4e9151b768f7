import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { Failure } from '../domain/failure.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import type { Attempt } from './attempt.ts';
import { codeOf } from './error-codes.ts';

export interface Tunnel {
  /** Connected to the proxy. */
  readonly socket: Socket;
  /** `host:port` to be connected to. */
  readonly endpoint: string;
  readonly authorization: string | undefined;
}

/** Has a proxy connect to an endpoint (CONNECT, RFC 9110 §9.3.6). Rejects with `proxy_error` unless it agrees. */
export function openTunnel({ socket, endpoint, authorization }: Tunnel, attempt: Attempt): Promise<Socket> {
  attempt.describe(`waiting for the proxy to connect to ${endpoint}`);
  return attempt.run<Socket>((resolve, reject) => {
    const refuse = (message: string) => {
      socket.destroy();
      reject(new Failure('proxy_error', message));
    };
    const request = httpRequest({
      createConnection: () => socket,
      method: 'CONNECT',
      path: endpoint,
      headers: ['Host', endpoint, ...(authorization === undefined ? [] : ['Proxy-Authorization', authorization])],
      setHost: false,
    });
    request.once('connect', ({ statusCode = 0, statusMessage = '' }, _socket, head: Buffer) => {
      const status = truncate(toPlainLine(`${statusCode} ${statusMessage}`), 100);
      if (statusCode < 200 || statusCode > 299) return refuse(`the proxy refuses to connect to ${endpoint}: ${status}`);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.on('error', (error) => {
      refuse(`the proxy did not connect to ${endpoint} (${codeOf(error) ?? 'no error code'})`);
    });
    request.end();
    return () => socket.destroy();
  });
}
