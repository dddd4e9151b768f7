import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a server does with one connection; `heard` resolves with the first that comes over it, if anything does. */
export type Fault = (socket: Socket, heard: Promise<string>) => void;

/** A server of raw bytes on a loopback port. It ends with the test. */
export interface FaultServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The first that came over each connection: as a rule the head of a request. */
  readonly heard: readonly string[];
  /** Resolves as soon as no connection is open. */
  allClosed(): Promise<void>;
}

/** Starts a server that does this to every connection. */
export async function startFaultServer(fault: Fault, host = '127.0.0.1'): Promise<FaultServer> {
  const heard: string[] = [];
  const server = createServer((socket) => misbehave(socket, heard, fault));
  const { port, allClosed } = await listenUntilTestEnds(server, host);
  return { port, url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, heard, allClosed };
}

/** Does this to a connection, and notes what comes over it first. */
export function misbehave(socket: Socket, heard: string[], fault: Fault): void {
  // A client that breaks off is what these tests are about.
  socket.on('error', () => undefined);
  const first = new Promise<string>((resolve) => {
    socket.once('data', (chunk) => {
      heard.push(chunk.toString('latin1'));
      resolve(chunk.toString('latin1'));
      socket.resume();
    });
  });
  fault(socket, first);
}

/** Waits for a request, sends the bytes and ends the connection. */
export function saying(bytes: string | Uint8Array): Fault {
  return (socket, heard) => {
    void heard.then(() => socket.end(bytes));
  };
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** Has a server listen on a free port; it ends, with every connection, when the test does. */
export async function listenUntilTestEnds(server: Server, host = '127.0.0.1') {
  const open = new Set<Socket>();
  const waiting = new Set<() => void>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      if (open.size === 0) for (const resolve of waiting) resolve();
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const allClosed = () =>
    open.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => void waiting.add(resolve));
  return { port: portOf(server), allClosed };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
