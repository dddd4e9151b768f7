import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeBody } from '../../src/http/decode-body.ts';
import { failureFrom } from '../support/failures.ts';

const text = 'content '.repeat(1_000);
const whole = (bytes: Buffer) => ({ bytes, truncated: false });

async function decoded(bytes: Buffer, encoding: string, maxBytes = 1_048_576): Promise<string> {
  const body = await decodeBody(whole(bytes), encoding, maxBytes);
  return `${body.bytes}${body.truncated ? '…' : ''}`;
}

describe('a body', () => {
  test.each<[encoding: string, Buffer]>([
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(text)],
    [' gzip , identity,br', brotliCompressSync(gzipSync(text))],
    ['gzip, gzip', gzipSync(gzipSync(text))],
    ['gzip', Buffer.concat([gzipSync(text.slice(0, 100)), gzipSync(text.slice(100))])],
  ])('coded as %j is decoded', async (encoding, bytes) => {
    expect(await decoded(bytes, encoding)).toBe(text);
  });

  test('that is empty needs no decoding', async () => {
    expect(await decoded(Buffer.alloc(0), 'gzip')).toBe('');
    expect(await decoded(gzipSync(''), 'gzip')).toBe('');
  });

  test.each<[encoding: string, Buffer, message: string]>([
    ['gzip', Buffer.from('not gzip'), 'the body does not decode as gzip (Z_DATA_ERROR)'],
    ['gzip', gzipSync(text).subarray(0, 20), 'the body does not decode as gzip (Z_BUF_ERROR)'],
    ['deflate', Buffer.from('not deflate'), 'the body does not decode as deflate (Z_DATA_ERROR)'],
    ['br', Buffer.from('not brotli'), 'the body does not decode as br ('],
    ['gzip, rot13', Buffer.from('x'), 'unknown Content-Encoding rot13'],
    [`\u001b[31m${'x'.repeat(100)}`, Buffer.from('x'), `unknown Content-Encoding ${'x'.repeat(39)}…`],
  ])('coded as %j that is not so fails', async (encoding, bytes, message) => {
    expect(await failureFrom(decoded(bytes, encoding))).toMatchObject({
      reason: 'decode_error',
      message: expect.stringContaining(message),
    });
  });

  test.each<[coding: string, (bytes: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('of %s that is a bomb is decoded no further than the limit', async (coding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1_048_576, 'x'));
    expect(await decoded(bomb, coding, 1_000)).toBe(`${'x'.repeat(1_000)}…`);
    expect(await decoded(compress(bomb), `${coding}, ${coding}`, 100_000)).toMatch(/^x{100000}…$/);
  });

  test('that was cut on the wire gives what decodes until there, and stays cut', async () => {
    for (const [coding, bytes] of [
      ['gzip', gzipSync(text)],
      ['br', brotliCompressSync(text)],
    ] as const) {
      const body = await decodeBody({ bytes: bytes.subarray(0, -2), truncated: true }, coding, 1_048_576);
      expect(body.truncated).toBe(true);
      expect(text.startsWith(String(body.bytes))).toBe(true);
    }
  });
});
