import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { headerKeys, httpUrlKey, methodKey } from '../../src/http/request-keys.ts';

/** What a key makes of a value, or what it says is wrong. */
function read(key: z.ZodType, value: unknown): unknown {
  const { success, data, error } = key.safeParse(value);
  return success ? data : error.issues.map(({ message }) => message).join('; ');
}

describe('a URL', () => {
  test.each([
    ['HTTPS://Shop.Example:443/a b', 'https://shop.example/a%20b'],
    [' http://shop.example ', 'http://shop.example/'],
    ['http://2130706433', 'http://127.0.0.1/'],
    ['http://0177.0.0.1/', 'http://127.0.0.1/'],
    ['http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/'],
    ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
    ['https://shop.example./', 'https://shop.example./'],
    ['http://user:pw@shop.example:8080/', 'http://user:pw@shop.example:8080/'],
  ])('%s is normalised to %s', (text, url) => {
    expect(read(httpUrlKey(), text)).toBe(url);
  });

  test.each([
    ['shop.example/a', 'expected an absolute URL with its scheme: write https://shop.example/a'],
    ['//shop.example', 'expected an absolute URL with its scheme: write https://shop.example'],
    ['https:shop.example', 'expected an absolute URL with its scheme: write https://shop.example'],
    ['user:hunter2@shop.example', 'expected an absolute URL with its scheme: write https://shop.example'],
    ['', 'expected an absolute URL with its scheme'],
    ['data:text/plain,hello', 'expected an absolute URL with its scheme'],
    ['ftp://shop.example', 'expected an http or https URL, got the scheme ftp'],
    ['file:///etc/passwd', 'expected an http or https URL, got the scheme file'],
    [
      'http://shop.example:65536',
      'expected a URL; this one has a malformed host or a port that is not from 1 to 65535',
    ],
    ['http://sh op.example', 'expected a URL; this one has a malformed host or a port that is not from 1 to 65535'],
    ['http://', 'expected a URL; this one has a malformed host or a port that is not from 1 to 65535'],
    ['http://shop.example:0', 'port 0 cannot be connected to'],
  ])('%j is refused: %s', (text, message) => {
    expect(read(httpUrlKey(), text)).toBe(message);
  });
});

test.each([
  ['get', 'GET'],
  ['PROPFIND', 'PROPFIND'],
  ['GET /', 'expected a method such as GET or POST'],
  ['', 'expected a method such as GET or POST'],
  ['connect', 'CONNECT makes a tunnel and cannot be asked'],
])('the method %j is read as %j', (text, expected) => {
  expect(read(methodKey(), text)).toBe(expected);
});

describe('headers', () => {
  test('hold texts, numbers and truth values', () => {
    expect(read(headerKeys(), { 'X-A': 'é\t', 'X-B': 1, 'X-C': true })).toEqual({
      'X-A': 'é\t',
      'X-B': '1',
      'X-C': 'true',
    });
  });

  test.each([
    [{ 'X-A': 'a\r\nX-Evil: 1' }],
    [{ 'X-A': 'a\n' }],
    [{ 'X-A': '\u0000' }],
    [{ 'X-A': '☃' }],
    [{ 'X A': 'a' }],
    [{ 'X-A:': 'a' }],
    [{ '': 'a' }],
    [{ 'X-A': null }],
    [{ 'X-A': ['a'] }],
  ])('%j are refused', (headers) => {
    expect(headerKeys().safeParse(headers).success).toBe(false);
  });
});
