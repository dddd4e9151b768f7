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
      const bytes = new TextEncoder().encode(value);
      varint(bytes.length);
      raw(bytes);
    },
    finish: () => buffer.slice(0, length),
  };
}

/** Reads back what a ByteWriter wrote; throws a RangeError where the bytes end too early. */
export interface ByteReader {
  varint(): number;
  text(): string;
  readonly atEnd: boolean;
}

/** Builds a reader at the first byte. */
export function createByteReader(bytes: Uint8Array): ByteReader {
  let position = 0;

  const next = (): number => {
    const byte = bytes[position];
    if (byte === undefined) throw new RangeError('the bytes end too early');
    position += 1;
    return byte;
  };
  const varint = () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = next();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  };

  return {
    varint,
    text() {
      const length = varint();
      if (position + length > bytes.length) throw new RangeError('the bytes end too early');
      const from = position;
      position += length;
      return new TextDecoder().decode(bytes.subarray(from, position));
    },
    get atEnd() {
      return position >= bytes.length;
    },
  };
}
