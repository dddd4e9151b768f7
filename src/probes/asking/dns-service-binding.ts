import { SocketAddress } from 'node:net';
import { escapedByte } from './dns-text.ts';

/**
 * The data of an SVCB or HTTPS record as zone files write it (RFC 9460 §2.1), without quotes where none are needed:
 * `1 . alpn=h3,h2 port=8443`. Undefined for bytes that break its format.
 */
export function serviceBindingText(data: Buffer): string | undefined {
  try {
    const bytes = new Reader(data);
    const priority = bytes.number16();
    const parts = [String(priority), targetOf(bytes)];
    for (let last = -1; !bytes.isAtEnd; ) {
      const key = bytes.number16();
      // RFC 9460 §2.2: in their order, each once.
      if (key <= last) return undefined;
      last = key;
      parts.push(paramText(key, bytes.take(bytes.number16())));
    }
    return parts.join(' ');
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Throws a RangeError beyond the end. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  number8(): number {
    return this.take(1).readUInt8();
  }

  number16(): number {
    return this.take(2).readUInt16BE();
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('the data ends too soon');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

const longestLabel = 63;

/** A name, which is never compressed here. */
function targetOf(bytes: Reader): string {
  const labels: string[] = [];
  for (let length = bytes.number8(); length > 0; length = bytes.number8()) {
    if (length > longestLabel) throw new RangeError('a compressed name');
    labels.push(plain(bytes.take(length), /[.\\"();@$]/));
  }
  return `${labels.join('.')}.`;
}

// https://www.iana.org/assignments/dns-svcb
const keyNames: Readonly<Record<number, string>> = {
  0: 'mandatory',
  1: 'alpn',
  2: 'no-default-alpn',
  3: 'port',
  4: 'ipv4hint',
  5: 'ech',
  6: 'ipv6hint',
  7: 'dohpath',
  8: 'ohttp',
};

function paramText(key: number, value: Buffer): string {
  const text = valueText(key, value);
  return text === '' ? nameOf(key) : `${nameOf(key)}=${text}`;
}

function nameOf(key: number): string {
  return keyNames[key] ?? `key${key}`;
}

function valueText(key: number, value: Buffer): string {
  switch (keyNames[key]) {
    case 'mandatory':
      return chunksOf(value, 2)
        .map((chunk) => nameOf(chunk.readUInt16BE()))
        .join(',');
    case 'alpn':
      return inQuotes(protocolsOf(value).map(listItem).join(','));
    case 'port':
      return String(whole(value, 2).readUInt16BE());
    case 'ipv4hint':
      return chunksOf(value, 4)
        .map((chunk) => chunk.join('.'))
        .join(',');
    case 'ipv6hint':
      return chunksOf(value, 16).map(ipv6Text).join(',');
    case 'ech':
      return value.toString('base64');
    default:
      return inQuotes(characters(value));
  }
}

function protocolsOf(value: Buffer): readonly Buffer[] {
  const bytes = new Reader(value);
  const protocols: Buffer[] = [];
  while (!bytes.isAtEnd) protocols.push(bytes.take(bytes.number8()));
  return protocols;
}

/** An item of a list, its commas and backslashes escaped, and then as any text is (RFC 9460 §A.1). */
function listItem(item: Buffer): string {
  return characters(Buffer.from(item.toString('latin1').replace(/[,\\]/g, '\\$&'), 'latin1'));
}

function characters(bytes: Buffer): string {
  return plain(bytes, /["\\]/, ' ');
}

function plain(bytes: Buffer, special: RegExp, alsoPlain = ''): string {
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (special.test(character)) return `\\${character}`;
      return character === alsoPlain || /[!-~]/.test(character) ? character : escapedByte(byte);
    })
    .join('');
}

function inQuotes(text: string): string {
  return /[ ;()]/.test(text) ? `"${text}"` : text;
}

function ipv6Text(bytes: Buffer): string {
  const groups = chunksOf(bytes, 2).map((group) => group.toString('hex'));
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}

function chunksOf(value: Buffer, size: number): readonly Buffer[] {
  if (value.length % size !== 0) throw new RangeError('a value of another length');
  return Array.from({ length: value.length / size }, (_, at) => value.subarray(at * size, (at + 1) * size));
}

function whole(value: Buffer, size: number): Buffer {
  if (value.length !== size) throw new RangeError('a value of another length');
  return value;
}
