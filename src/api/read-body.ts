import type { Readable } from 'node:stream';

// Of a message 10 kB are kept: with the rest a secret that begins in them and ends beyond is found whole.
const keptBytes = 10_000 + 65_536;

/** The largest body that is taken at all. */
export const mostBodyBytes = 1_048_576;

const mostJsonBytes = 65_536;
const deepest = 32;

/** Thrown for a body that cannot be taken, with the status that says so. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  readonly statusCode: 400 | 413 | 415;

  constructor(statusCode: 400 | 413 | 415, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** The beginning of a body as text; the rest is read and let go, so that whoever sends a long log is answered all the same. */
export async function readText(stream: Readable): Promise<string> {
  return (await read(stream, { keptBytes, mostBytes: mostBodyBytes })).toString('utf8');
}

/** A body of JSON of at most 64 KiB that is nested at most 32 deep; undefined where nothing was sent. Rejects with BodyRefused. */
export async function readJson(stream: Readable, contentType: string | undefined): Promise<unknown> {
  const bytes = await read(stream, { keptBytes: mostJsonBytes, mostBytes: mostJsonBytes });
  if (bytes.length === 0) return undefined;
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? '')) {
    throw new BodyRefused(415, 'expected a body of application/json');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isTooDeep(text)) throw new BodyRefused(400, `the body is nested more than ${deepest} deep`);
    return JSON.parse(text, withoutPrototype);
  } catch (error) {
    throw error instanceof BodyRefused ? error : new BodyRefused(400, 'the body is no JSON');
  }
}

async function read(
  stream: Readable,
  { keptBytes: kept, mostBytes }: { readonly keptBytes: number; readonly mostBytes: number },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (bytes < kept) chunks.push(chunk.subarray(0, kept - bytes));
    bytes += chunk.length;
    if (bytes > mostBytes) throw new BodyRefused(413, `the body is larger than ${mostBytes / 1_024} KiB`);
  }
  return Buffer.concat(chunks);
}

/** Looked at before it is parsed, since who parses it goes as deep as it does. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** What is named like the prototype of a value could become it further on. */
function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new BodyRefused(400, 'the body has a key "__proto__"');
  return value;
}
