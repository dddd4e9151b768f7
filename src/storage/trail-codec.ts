import { ByteReader, createByteWriter } from '../domain/bytes.ts';
import { type Status, statuses } from '../domain/status.ts';
import type { TrackSpan } from '../domain/track.ts';
import { createTextReader, createTextWriter } from './text-codec.ts';
import type { Trail } from './trail.ts';

const format = 1;
// The lowest two bits hold the status, by its place in `statuses`, as in results.
const flag = { looked: 4, reason: 8 } as const;

/** The trail of an hour or day that begins at that instant as bytes: 14 for an hour that was healthy throughout. */
export function encodeTrail(startsAt: number, { lastAt, track }: Trail): Uint8Array {
  const writer = createByteWriter();
  const writeText = createTextWriter(writer);
  writer.varint(format);
  writer.varint(lastAt - startsAt);
  let endAt = startsAt;
  for (const { fromAt, toAt, status, reason, looks } of track) {
    writer.varint(statuses.indexOf(status) + (looks > 0 ? flag.looked : 0) + (reason === undefined ? 0 : flag.reason));
    writer.varint(fromAt - endAt);
    writer.varint(toAt - fromAt);
    if (looks > 0) writer.varint(looks);
    if (reason !== undefined) writeText(reason);
    endAt = toAt;
  }
  return writer.finish();
}

/** Reads back what encodeTrail wrote; undefined for no bytes. Throws a RangeError for a format it does not know. */
export function decodeTrail(startsAt: number, bytes: Uint8Array): Trail | undefined {
  if (bytes.length === 0) return undefined;
  const reader = new ByteReader(bytes);
  if (reader.varint() !== format) throw new RangeError('not a trail of a known format');
  const readText = createTextReader(reader);
  const lastAt = startsAt + reader.varint();
  const track: TrackSpan[] = [];
  let endAt = startsAt;
  while (!reader.atEnd) {
    const flags = reader.varint();
    const fromAt = endAt + reader.varint();
    endAt = fromAt + reader.varint();
    const looks = flags & flag.looked ? reader.varint() : 0;
    const span = { fromAt, toAt: endAt, status: statusAt(flags & 3), looks };
    track.push(flags & flag.reason ? { ...span, reason: readText() } : span);
  }
  return { lastAt, track };
}

function statusAt(index: number): Status {
  return statuses[index] ?? 'unknown';
}
