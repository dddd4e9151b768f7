import { Failure } from '../../domain/failure.ts';
import type { Awaited } from './hearing.ts';

/** A method that a server of AMQP 0-9-1 calls, and its arguments as they came. */
export interface AmqpMethod {
  /** `class.method`, by their numbers (https://www.rabbitmq.com/amqp-0-9-1-reference). */
  readonly id: string;
  readonly arguments: Buffer;
}

/** What a client says first (AMQP 0-9-1 §4.2.2). */
export const protocolHeader = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

/** A method as a frame of that channel (§4.2.3). */
export function methodFrame(channel: number, id: string, args: readonly Buffer[] = []): Buffer {
  const [klass = 0, method = 0] = id.split('.').map(Number);
  const payload = Buffer.concat([short(klass), short(method), ...args]);
  return Buffer.concat([Buffer.from([1]), short(channel), long(payload.length), payload, Buffer.from([frameEnd])]);
}

/** The next method that the server calls, in a text whose characters are bytes. */
export function amqpMethod(what: string): Awaited<AmqpMethod> {
  return { what, find: methodIn };
}

/** A number of two bytes. */
export function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** A number of four bytes. */
export function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A text of at most 255 bytes. */
export function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** A text or a table of any length. */
export function longBytes(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([long(bytes.length), bytes]);
}

/** The texts of a table by their names (§4.2.5.5), whatever else is in it left out. Throws a Failure where it is none. */
export function textsOfTable(table: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < table.length; ) {
    const nameEnd = at + 1 + (table[at] ?? 0);
    const type = String.fromCharCode(table[nameEnd] ?? 0);
    const isLong = longTypes.includes(type);
    const size = isLong && nameEnd + 5 <= table.length ? table.readUInt32BE(nameEnd + 1) : sizes[type];
    if (size === undefined) throw notAmqp();
    const from = nameEnd + (isLong ? 5 : 1);
    if (from + size > table.length) throw notAmqp();
    if (type === 'S') texts.set(table.toString('utf8', at + 1, nameEnd), table.toString('utf8', from, from + size));
    at = from + size;
  }
  return texts;
}

// As RabbitMQ has them (https://www.rabbitmq.com/docs/amqp-0-9-1-errata#section_3).
const longTypes = 'SFAx';
const sizes: Readonly<Record<string, number>> = {
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  l: 8,
  f: 4,
  d: 8,
  D: 5,
  T: 8,
  V: 0,
};

/** What the server says is not of the protocol. */
export function notAmqp(): Failure {
  return new Failure('protocol_error', 'what the server says is not of AMQP 0-9-1');
}

const frameEnd = 0xce;
const heartbeat = 8;
const headerBytes = 7;
// What we let the server send in one frame.
export const maxFrameBytes = 131_072;

function methodIn(
  text: string,
  from: number,
): { readonly value: AmqpMethod; readonly end: number } | Failure | undefined {
  if (text.length === from) return undefined;
  // Its answer to a version that it does not speak (§4.2.2).
  if (text.startsWith('AMQP', from)) return new Failure('unimplemented', 'the server speaks another version of AMQP');
  const type = text.charCodeAt(from);
  if (type !== 1 && type !== heartbeat) return notAmqp();
  if (text.length < from + headerBytes) return undefined;
  const size = Buffer.from(text.slice(from + 3, from + headerBytes), 'latin1').readUInt32BE();
  if (size > maxFrameBytes || (type === 1 && size < 4)) return notAmqp();
  const end = from + headerBytes + size + 1;
  if (text.length < end) return undefined;
  if (text.charCodeAt(end - 1) !== frameEnd) return notAmqp();
  if (type === heartbeat) return methodIn(text, end);
  const payload = Buffer.from(text.slice(from + headerBytes, end - 1), 'latin1');
  return {
    value: { id: `${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`, arguments: payload.subarray(4) },
    end,
  };
}
