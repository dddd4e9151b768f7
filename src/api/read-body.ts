import type { Readable } from 'node:stream';

// Of a message 10 kB are kept: with the rest a secret that begins in them and ends beyond is found whole.
const keptBytes = 10_000 + 65_536;

/** The largest body that is taken at all. */
export const mostBodyBytes = 1_048_576;

/** Thrown for a body that is larger than that. */
class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  readonly statusCode = 413;
}

/** The beginning of a body as text; the rest is read and let go, so that whoever sends a long log is answered all the same. */
export async function readBody(stream: Readable): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (bytes < keptBytes) kept.push(chunk.subarray(0, keptBytes - bytes));
    bytes += chunk.length;
    if (bytes > mostBodyBytes) throw new BodyTooLarge('the body is larger than 1 MiB');
  }
  return Buffer.concat(kept).toString('utf8');
}
