const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes numbers and texts one after the other, compactly. */
export interface ByteWriter {
  /** A whole number from 0 to 2^53 - 1 in base-128 groups, lowest first (LEB128): below 128 in one byte, below 16,384 in two. */
  varint(value: number): void;
  /** UTF-8 with its length before it. */
  text(value: string): void;
  raw(bytes: Uint8Array): void;
  /** A copy of what was written so far. */
  finish(): Uint8Array;
}

/** Builds an empty writer. */
export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(64);
  let length = 0;

  const reserve = (bytes: number) => {
    if (length + bytes <= buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * buffer.length, length + bytes));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };
  const raw = (bytes: Uint8Array) => {
    reserve(bytes.length);
    buffer.set(bytes, length);
    length += bytes.length;
  };
  const varint = (value: number) => {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number from 0: ${value}`);
    reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      buffer[length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    buffer[length++] = rest;
  };

  return {
    varint,
    raw,
    text(value) {
      const bytes = encoder.encode(value);
      varint(bytes.length);
      raw(bytes);
    },
    finish: () => buffer.slice(0, length),
  };
}

/** Reads back what a ByteWriter wrote, from the first byte on; throws a RangeError where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) throw new RangeError('the bytes end too early');
      this.#position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  text(): string {
    const length = this.varint();
    const from = this.#position;
    if (from + length > this.#bytes.length) throw new RangeError('the bytes end too early');
    this.#position += length;
    return decoder.decode(this.#bytes.subarray(from, this.#position));
  }
}
