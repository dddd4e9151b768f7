import { DriverStream } from './driver-stream.ts';

/** The capability flag by which both sides say that they speak TLS (CLIENT_SSL). */
const tlsFlag = 0x0800;

// Capabilities, largest packet, character set and filler: what a request for TLS and an answer to the greeting begin with.
const requestLength = 32;
const headerLength = 4;

/**
 * A DriverStream for MySQL and MariaDB. TLS begins in the midst of their login
 * (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html), with a packet that the driver knows
 * nothing of where TLS is ours; so packets are numbered here, as each side expects it.
 */
export class MysqlStream extends DriverStream {
  /** The driver's answer to the greeting, as long as nothing carries it. */
  readonly answer: Promise<Buffer>;
  #giveAnswer: (answer: Buffer) => void = () => undefined;
  #asksForTls = false;
  #isIn = false;
  #next = 0;
  #header: readonly number[] = [];
  #left = 0;

  constructor(maxBytes: number) {
    super(maxBytes);
    this.answer = new Promise((resolve) => {
      this.#giveAnswer = resolve;
    });
  }

  /** The packet that asks for TLS ahead of the answer, which from now on asks for the same. */
  requestFor(answer: Buffer): Buffer {
    this.#asksForTls = true;
    answer.writeUInt32LE((answer.readUInt32LE(headerLength) | tlsFlag) >>> 0, headerLength);
    const request = Buffer.from(answer.subarray(0, headerLength + requestLength));
    request.writeUIntLE(requestLength, 0, 3);
    return request;
  }

  override hear(chunk: Buffer): void {
    super.hear(this.#renumbered(chunk));
  }

  protected override hold(answer: Buffer): void {
    this.#giveAnswer(answer);
  }

  protected override outgoing(packet: Buffer): Buffer {
    const number = packet[3] ?? 0;
    // Every command begins to count anew, and there is none before the login is over.
    if (number === 0) this.#isIn = true;
    this.#next = number + 1;
    if (this.#asksForTls && !this.#isIn) packet[3] = number + 1;
    return packet;
  }

  /** The driver complains on stderr of a number that is not the next. */
  #renumbered(chunk: Buffer): Buffer {
    const bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, bytes.length - at);
        this.#left -= skipped;
        at += skipped - 1;
      } else if (this.#header.length < 3) {
        this.#header = [...this.#header, bytes[at] ?? 0];
      } else {
        bytes[at] = this.#next % 256;
        this.#next += 1;
        this.#left = lengthIn(this.#header);
        this.#header = [];
      }
    }
    return bytes;
  }
}

/** The first three bytes of a packet are its length, lowest first. */
function lengthIn([low = 0, middle = 0, high = 0]: readonly number[]): number {
  return low + middle * 0x100 + high * 0x1_0000;
}

/** What a server says first. */
export interface Greeting {
  readonly offersTls: boolean;
  /** It does not greet, but says why not. */
  readonly isRefusal: boolean;
}

/** Reads the greeting at the beginning of a text of bytes; undefined as long as it is not there as a whole. */
export function greetingIn(text: string): { readonly value: Greeting; readonly end: number } | undefined {
  const length = lengthIn([...text.slice(0, 3)].map((byte) => byte.charCodeAt(0)));
  const end = headerLength + length;
  if (text.length < headerLength || text.length < end) return undefined;
  const payload = Buffer.from(text.slice(headerLength, end), 'latin1');
  // The version ends with a NUL; the number of the connection, 8 bytes of the nonce and a filler follow it.
  const at = payload.indexOf(0) + 1 + 4 + 8 + 1;
  const isRefusal = payload[0] === 0xff;
  const offersTls = !isRefusal && payload.length >= at + 2 && (payload.readUInt16LE(at) & tlsFlag) !== 0;
  return { value: { offersTls, isRefusal }, end };
}
