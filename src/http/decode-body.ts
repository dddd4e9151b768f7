import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Failure } from '../domain/failure.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { codeOf } from './error-codes.ts';

export interface Body {
  readonly bytes: Buffer;
  /** True when the body went on beyond the limit and the rest was not read. */
  readonly truncated: boolean;
}

/**
 * Undoes the codings of a Content-Encoding header, the last one first (RFC 9110 §8.4), up to `maxBytes` of output at each step.
 * Rejects with `decode_error` for an unknown coding and for bytes that do not decode.
 */
export async function decodeBody(body: Body, contentEncoding: string, maxBytes: number): Promise<Body> {
  let decoded = body;
  for (const coding of codingsOf(contentEncoding).toReversed()) {
    if (decoded.bytes.length === 0) return decoded;
    decoded = await decodeOne(decoded, coding, maxBytes);
  }
  return decoded;
}

function codingsOf(contentEncoding: string): readonly string[] {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim());
  return codings.filter((coding) => coding !== '' && coding !== 'identity');
}

async function decodeOne({ bytes, truncated }: Body, coding: string, maxBytes: number): Promise<Body> {
  const decoder = decoderOf(coding, bytes);
  if (!decoder) throw new Failure('decode_error', `unknown Content-Encoding ${truncate(toPlainLine(coding), 40)}`);
  // A body that was cut has no end: what decodes until there is taken.
  const finishFlush = truncated ? decoder.flush : undefined;
  try {
    // In this thread: the output is bounded, and Node.js's pool of four would make one check wait for another.
    return { bytes: decoder.sync(bytes, { maxOutputLength: maxBytes, finishFlush }), truncated };
  } catch (error) {
    if (codeOf(error) !== 'ERR_BUFFER_TOO_LARGE') throw decodeFailure(coding, error);
    return { bytes: await beginningOf(bytes, decoder, maxBytes), truncated: true };
  }
}

interface Options {
  readonly maxOutputLength?: number;
  readonly finishFlush?: number | undefined;
}

interface Decoder {
  readonly sync: (bytes: Buffer, options: Options) => Buffer;
  readonly stream: () => Transform;
  readonly flush: number;
}

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;
const gzip: Decoder = { sync: zlib.gunzipSync, stream: zlib.createGunzip, flush: Z_SYNC_FLUSH };
const inflate: Decoder = { sync: zlib.inflateSync, stream: zlib.createInflate, flush: Z_SYNC_FLUSH };
const inflateRaw: Decoder = { sync: zlib.inflateRawSync, stream: zlib.createInflateRaw, flush: Z_SYNC_FLUSH };
const brotli: Decoder = {
  sync: zlib.brotliDecompressSync,
  stream: zlib.createBrotliDecompress,
  flush: BROTLI_OPERATION_FLUSH,
};

function decoderOf(coding: string, bytes: Buffer): Decoder | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return gzip;
  if (coding === 'br') return brotli;
  if (coding === 'deflate') return hasZlibHeader(bytes) ? inflate : inflateRaw;
  return undefined;
}

/** `deflate` means the zlib format, but some servers send the bare one (RFC 9110 §8.4.1.2; header: RFC 1950 §2.2). */
function hasZlibHeader(bytes: Buffer): boolean {
  return bytes.length >= 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

async function beginningOf(bytes: Buffer, { stream }: Decoder, maxBytes: number): Promise<Buffer> {
  const decoding = stream();
  const chunks: Buffer[] = [];
  let length = 0;
  decoding.end(bytes);
  for await (const chunk of decoding) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

function decodeFailure(coding: string, error: unknown): Failure {
  return new Failure('decode_error', `the body does not decode as ${coding} (${codeOf(error) ?? 'no error code'})`);
}
