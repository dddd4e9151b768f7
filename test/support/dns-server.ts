import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a DNS server is asked. */
export interface DnsQuestion {
  /** In lower case, without its last dot; empty for the root. */
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'NS' | 'other';
}

/** Addresses, those of another family being left out; or no addresses, and how that is said. */
export type DnsAnswer = readonly string[] | 'nodata' | 'nxdomain' | 'servfail' | 'refused' | 'silent';

/** A DNS server on a port of 127.0.0.1. It ends with the test. */
export interface DnsServer {
  /** `127.0.0.1:PORT`, as a resolver is named. */
  readonly address: string;
  /** What was asked, as in `A www.example`. */
  readonly asked: readonly string[];
}

/** Starts a DNS server (RFC 1035) over UDP. */
export async function startDnsServer(
  answer: (question: DnsQuestion) => DnsAnswer | Promise<DnsAnswer>,
): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  let closed = false;
  socket.on('message', async (message, { address, port }) => {
    const question = questionOf(message);
    asked.push(`${question.type} ${question.name}`);
    const given = await answer(question);
    if (given !== 'silent' && !closed) socket.send(encode(message, question, given), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(async () => {
    closed = true;
    socket.close();
    await once(socket, 'close');
  });
  return { address: `127.0.0.1:${socket.address().port}`, asked };
}

/** A port of 127.0.0.1 on which no DNS server listens. */
export async function deadDnsServer(): Promise<string> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return `127.0.0.1:${port}`;
}

const headerLength = 12;
const types: Readonly<Record<number, DnsQuestion['type']>> = { 1: 'A', 2: 'NS', 28: 'AAAA' };
const codes = { nodata: 0, servfail: 2, nxdomain: 3, refused: 5 } as const;

function questionOf(message: Buffer): DnsQuestion {
  const labels: string[] = [];
  let at = headerLength;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: types[message.readUInt16BE(at + 1)] ?? 'other' };
}

function encode(message: Buffer, { name, type }: DnsQuestion, answer: Exclude<DnsAnswer, 'silent'>): Buffer {
  const family = type === 'AAAA' ? 6 : 4;
  const records =
    typeof answer === 'string'
      ? []
      : answer.filter((address) => isIP(address) === family && type !== 'NS').map((address) => record(address));
  const nameServer = type === 'NS' && typeof answer !== 'string' ? [rootRecord()] : [];
  const header = Buffer.from(message.subarray(0, headerLength));
  header.writeUInt16BE(0x8180 | (typeof answer === 'string' ? codes[answer] : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length + nameServer.length, 6);
  header.writeUInt32BE(0, 8);
  const questionLength = (name === '' ? 1 : name.length + 2) + 4;
  const question = message.subarray(headerLength, headerLength + questionLength);
  return Buffer.concat([header, question, ...records, ...nameServer]);
}

/** A resource record for the name of the question: pointer, type, class IN, a TTL of a minute. */
function record(address: string): Buffer {
  const data = isIP(address) === 4 ? Buffer.from(address.split('.').map(Number)) : sixteenBytes(address);
  return resource(isIP(address) === 4 ? 1 : 28, data);
}

/** The root's name server is called `a`. */
function rootRecord(): Buffer {
  return resource(2, Buffer.from([1, 97, 0]));
}

function resource(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function sixteenBytes(address: string): Buffer {
  const [left = '', right] = address.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const before = groups(left);
  const after = groups(right ?? '');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const bytes = Buffer.alloc(16);
  [...before, ...zeros, ...after].forEach((group, index) => {
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2);
  });
  return bytes;
}
