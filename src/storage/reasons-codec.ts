import { ByteReader, createByteWriter } from '../domain/bytes.ts';

/** How many results had which reason; `ok` is not counted. */
export type ReasonCounts = ReadonlyMap<string, number>;

/** The counts as bytes: none where there is nothing to count, and the same for equal ones. */
export function encodeReasons(counts: ReasonCounts): Uint8Array {
  const writer = createByteWriter();
  for (const reason of [...counts.keys()].sort()) {
    writer.text(reason);
    writer.varint(counts.get(reason) ?? 0);
  }
  return writer.finish();
}

/** Reads back what encodeReasons wrote. */
export function decodeReasons(bytes: Uint8Array): ReasonCounts {
  const counts = new Map<string, number>();
  const reader = new ByteReader(bytes);
  while (!reader.atEnd) counts.set(reader.text(), reader.varint());
  return counts;
}

/** By name. */
export function toRecord(counts: ReasonCounts): Readonly<Record<string, number>> {
  if (counts.size === 0) return {};
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
