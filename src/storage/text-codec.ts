import type { ByteReader, ByteWriter } from '../domain/bytes.ts';

/** Writes a text the first time it comes, and its number, from 1, when it comes again. */
export function createTextWriter(writer: ByteWriter): (text: string) => void {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text);
    writer.varint(number ?? 0);
    if (number !== undefined) return;
    numbers.set(text, numbers.size + 1);
    writer.text(text);
  };
}

/** Reads back what createTextWriter wrote. */
export function createTextReader(reader: ByteReader): () => string {
  const texts: string[] = [];
  return () => {
    const number = reader.varint();
    if (number > 0) return texts[number - 1] ?? '';
    const text = reader.text();
    texts.push(text);
    return text;
  };
}
