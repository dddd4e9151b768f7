import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { DriverStream } from '../../src/probes/asking/driver-stream.ts';
import { listenUntilTestEnds } from './fault-server.ts';
import type { Identity } from './tls-certificates.ts';

/** A packet of MySQL: length, number and payload. */
export function packet(number: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header[3] = number;
  return Buffer.concat([header, payload]);
}

/** The greeting of a server that wants caching_sha2_password, as MySQL since 8.0 does. */
export function greeting({ tls }: { readonly tls: boolean }): Buffer {
  // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION; PLUGIN_AUTH.
  const low = Buffer.alloc(2);
  low.writeUInt16LE(0x0001 | 0x0008 | 0x0200 | 0x2000 | 0x8000 | (tls ? 0x0800 : 0));
  return packet(
    0,
    Buffer.concat([
      Buffer.from('\x0a8.4.0-test\0', 'latin1'),
      Buffer.from([1, 0, 0, 0]),
      Buffer.alloc(8, 'a'),
      Buffer.from([0]),
      low,
      Buffer.from([45, 2, 0, 0x08, 0, 21]),
      Buffer.alloc(10),
      Buffer.alloc(12, 'b'),
      Buffer.from('\0caching_sha2_password\0', 'latin1'),
    ]),
  );
}

/** Has the stream carry a connection; gives its other end, and all that came there. */
export async function connectedTo(stream: DriverStream): Promise<{ readonly peer: Socket; said(): Buffer }> {
  const server = createServer();
  const { port } = await listenUntilTestEnds(server);
  const accepted = once(server, 'connection');
  const socket = connect({ host: '127.0.0.1', port });
  onTestFinished(() => void socket.destroy());
  const [peer] = (await accepted) as [Socket];
  const chunks: Buffer[] = [];
  peer.on('data', (chunk: Buffer) => chunks.push(chunk));
  peer.setNoDelay(true);
  stream.carry(socket);
  return { peer, said: () => Buffer.concat(chunks) };
}

/** What a server that wants the whole password over TLS was told. */
export interface MysqlServer {
  readonly port: number;
  /** Payloads of the packets that came encrypted, with their numbers. */
  readonly said: readonly { readonly number: number; readonly payload: string }[];
}

const ok = Buffer.from([0, 0, 0, 2, 0, 0, 0]);

/** By the number of what it answers: the request for another way to log in, and that for all of the password. */
const replies: ReadonlyMap<number, Buffer> = new Map([
  [2, Buffer.from(`\xfecaching_sha2_password\0${'a'.repeat(8)}${'b'.repeat(12)}\0`, 'latin1')],
  [4, Buffer.from([1, 4])],
]);

/**
 * Starts a server that goes over to TLS, then wants the password itself (caching_sha2_password without a cached hash), and
 * answers every command with OK (https://dev.mysql.com/doc/dev/mysql-server/latest/page_caching_sha2_authentication_exchanges.html).
 */
export async function startMysqlServer({ cert, key }: Identity): Promise<MysqlServer> {
  const said: { number: number; payload: string }[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(greeting({ tls: true }));
    socket.once('readable', () => {
      // The request for TLS; what follows it is the handshake.
      socket.read(36);
      const secured = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ cert, key }) });
      secured.on('error', () => undefined);
      // Each packet comes in a piece of its own, since each waits for an answer.
      secured.on('data', (chunk: Buffer) => {
        const number = chunk[3] ?? 0;
        said.push({ number, payload: chunk.subarray(4).toString('latin1') });
        secured.write(packet(number + 1, replies.get(number) ?? ok));
      });
    });
  });
  const { port } = await listenUntilTestEnds(server);
  return { port, said };
}
