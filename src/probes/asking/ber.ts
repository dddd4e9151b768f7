/** One element of ASN.1 in BER or DER (ITU-T X.690 §8.1). */
export interface Element {
  /** Class, form and number, as the one byte that all tags below 31 are. */
  readonly tag: number;
  readonly content: Buffer;
  /** The place behind it. */
  readonly end: number;
}

/** Reads the element at a place; undefined where the bytes end before it does. Throws a RangeError for a form that DER and LDAP do not have. */
export function readElement(bytes: Buffer, at = 0): Element | undefined {
  const [tag, first] = bytes.subarray(at, at + 2);
  if (tag === undefined || first === undefined) return undefined;
  if ((tag & 0x1f) === 0x1f) throw new RangeError('a tag of several bytes');
  if (first < 0x80) return elementOf(bytes, { tag, start: at + 2, length: first });
  const sizeBytes = first & 0x7f;
  if (sizeBytes === 0 || sizeBytes > 4) throw new RangeError('a length that is indefinite or beyond 4 GiB');
  const start = at + 2 + sizeBytes;
  if (bytes.length < start) return undefined;
  return elementOf(bytes, { tag, start, length: bytes.readUIntBE(at + 2, sizeBytes) });
}

/** The elements that a constructed one is made of; what is cut off is left out. */
export function elementsIn(content: Buffer): readonly Element[] {
  const elements: Element[] = [];
  let next = readElement(content);
  while (next !== undefined) {
    elements.push(next);
    next = readElement(content, next.end);
  }
  return elements;
}

/** An object identifier in dots (X.690 §8.19). */
export function objectIdentifierOf(content: Buffer): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [joined = 0, ...others] = numbers;
  const first = Math.min(2, Math.floor(joined / 40));
  return [first, joined - 40 * first, ...others].join('.');
}

function elementOf(
  bytes: Buffer,
  { tag, start, length }: { readonly tag: number; readonly start: number; readonly length: number },
): Element | undefined {
  const end = start + length;
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end };
}
