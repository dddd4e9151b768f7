import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import { Failure } from '../domain/failure.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { formatEndpoint } from './address.ts';
import type { Attempt } from './attempt.ts';
import type { Userinfo } from './url.ts';

export interface SocksTunnel {
  /** Connected to the proxy. */
  readonly socket: Socket;
  /** An address, or a name for the proxy to resolve. */
  readonly host: string;
  readonly port: number;
  readonly userinfo: Userinfo | undefined;
}

// The attempt ends it long before; the package keeps its timer, and all that hangs on it, until then.
const longestMs = 600_000;

/** Has a SOCKS proxy connect to an endpoint (RFC 1928, RFC 1929). Rejects with `proxy_error` unless it does. */
export function openSocksTunnel({ socket, host, port, userinfo }: SocksTunnel, attempt: Attempt): Promise<Socket> {
  const endpoint = formatEndpoint(host, port);
  attempt.describe(`waiting for the proxy to connect to ${endpoint}`);
  return attempt.run<Socket>((resolve, reject) => {
    const credentials = userinfo && { userId: userinfo.username, password: userinfo.password };
    const client = new SocksClient({
      command: 'connect',
      // Of no account beside a socket that is connected, but asked for.
      proxy: { host: 'proxy', port: 1080, type: 5, ...credentials },
      destination: { host, port },
      existing_socket: socket,
      timeout: longestMs,
    });
    // Its error holds the credentials; the message is one of the package's own.
    client.on('error', ({ message }) => {
      socket.destroy();
      const why = truncate(toPlainLine(message), 100);
      reject(new Failure('proxy_error', `the proxy did not connect to ${endpoint}: ${why}`));
    });
    client.on('established', () => whatCameEarly(socket, resolve));
    client.connect(socket);
    return () => socket.destroy();
  });
}

/** The package emits what the other end has said already as if it came now, with nobody to hear it: it is put back. */
function whatCameEarly(socket: Socket, resolve: (socket: Socket) => void): void {
  const early: Buffer[] = [];
  const keep = (chunk: Buffer) => void early.push(chunk);
  socket.on('data', keep);
  // After its own.
  setImmediate(() => {
    socket.off('data', keep);
    if (early.length > 0) {
      socket.pause();
      socket.unshift(Buffer.concat(early));
      // By then, whoever it is for listens.
      setImmediate(() => socket.resume());
    }
    resolve(socket);
  });
}
