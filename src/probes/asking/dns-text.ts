/** A name as zone files write it, with its last dot. */
export function nameText(name: string): string {
  return name.endsWith('.') ? name : `${escaped(name)}.`;
}

/** A text in quotes (RFC 1035 §5.1). */
export function quoted(text: string): string {
  return `"${escaped(text.replace(/["\\]/g, '\\$&'), ' ')}"`;
}

/** What is no visible character of ASCII becomes `\DDD`, byte by byte. */
export function escaped(text: string, alsoPlain = ''): string {
  return text.replace(/[^!-~]/gu, (character) => {
    if (character === alsoPlain) return character;
    return [...Buffer.from(character)].map(escapedByte).join('');
  });
}

/** `\007` (RFC 1035 §5.1). */
export function escapedByte(byte: number): string {
  return `\\${String(byte).padStart(3, '0')}`;
}
