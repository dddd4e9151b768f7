import { createSocket, type Socket as DatagramSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type Answer, decode, encode, type Packet } from 'dns-packet';
import { onTestFinished } from 'vitest';
import { listenUntilTestEnds } from './fault-server.ts';

/** What a DNS server does with a question; `number` counts those that came by the same way, from 1. */
export interface Behaviour {
  readonly udp?: (asked: Asked, reply: (bytes: Uint8Array) => void) => void;
  /** Gets the connection as soon as a whole question came over it. */
  readonly tcp?: (asked: Asked, socket: Socket) => void;
}

/** A question as it came. */
export interface Asked {
  readonly bytes: Buffer;
  readonly number: number;
  /** Where it came from. */
  readonly from: { readonly address: string; readonly port: number };
  readonly socket: DatagramSocket | undefined;
}

export interface RawDnsServer {
  readonly port: number;
  /** `127.0.0.1:PORT`, as a resolver is named. */
  readonly address: string;
  /** The questions, decoded, in the order they came. */
  readonly asked: readonly Packet[];
}

/** Starts a DNS server on one port of 127.0.0.1, on UDP and TCP, that does with questions whatever it is told. It ends with the test. */
export async function startRawDnsServer({ udp, tcp }: Behaviour): Promise<RawDnsServer> {
  const asked: Packet[] = [];
  const counts = { udp: 0, tcp: 0 };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (chunk) => {
      const bytes = Buffer.from(chunk).subarray(2);
      asked.push(decode(bytes));
      counts.tcp += 1;
      tcp?.({ bytes, number: counts.tcp, from: { address: '', port: 0 }, socket: undefined }, socket);
    });
  });
  const { port } = await listenUntilTestEnds(server);
  const datagrams = createSocket('udp4');
  datagrams.on('message', (bytes: Buffer, from: RemoteInfo) => {
    asked.push(decode(bytes));
    counts.udp += 1;
    const reply = (answer: Uint8Array) => datagrams.send(answer, from.port, from.address);
    udp?.({ bytes, number: counts.udp, from, socket: datagrams }, reply);
  });
  datagrams.bind(port, '127.0.0.1');
  await once(datagrams, 'listening');
  onTestFinished(async () => {
    datagrams.close();
    await once(datagrams, 'close');
  });
  return { port, address: `127.0.0.1:${port}`, asked };
}

/** An answer to a question, with the rest of the packet as given. */
export function answerTo(question: Buffer, { flags = 0, ...changes }: Packet = {}): Buffer {
  const { id = 0, questions = [] } = decode(question);
  return encode({ type: 'response', id, questions, flags, ...changes });
}

/** An A record of the name. */
export function addressOf(name: string, data = '192.0.2.1', ttl = 60): Answer {
  return { type: 'A', name, ttl, data };
}

/** A message as it goes over TCP. */
export function overTcp(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
