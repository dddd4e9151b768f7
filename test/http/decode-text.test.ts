import { expect, test } from 'vitest';
import { decodeText } from '../../src/http/decode-text.ts';

const bytes = (...values: number[]) => Buffer.from(values);

test.each([
  ['UTF-8 where nothing is said', Buffer.from('é😀'), undefined, 'é😀'],
  ['the charset of the Content-Type', bytes(0xe9), 'text/html; charset=ISO-8859-1', 'é'],
  ['a charset in quotes and any case', bytes(0xe9), 'text/html; Charset="latin1"', 'é'],
  ['a charset of more bytes', bytes(0x82, 0xa0), 'text/plain;charset=Shift_JIS', 'あ'],
  ['UTF-8 where the charset is unknown', Buffer.from('é'), 'text/html; charset=klingon', 'é'],
  [
    'a byte order mark rather than the Content-Type',
    bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9),
    'text/html; charset=latin1',
    'é',
  ],
  ['UTF-16 by its mark, little end first', bytes(0xff, 0xfe, 0xe9, 0x00), undefined, 'é'],
  ['UTF-16 by its mark, big end first', bytes(0xfe, 0xff, 0x00, 0xe9), undefined, 'é'],
  ['what is no text as replacement characters', bytes(0x61, 0xff, 0x62), undefined, 'a\ufffdb'],
  ['nothing', bytes(), 'text/html; charset=klingon', ''],
])('reads %s', (_what, body, contentType, text) => {
  expect(decodeText({ bytes: body, truncated: false }, contentType)).toBe(text);
});

test('leaves out a character that the limit cut in two', () => {
  expect(decodeText({ bytes: Buffer.from('aé').subarray(0, 2), truncated: true }, undefined)).toBe('a');
});
