import { describe, expect, test } from 'vitest';
import { hostOf, parseHttpUrl, portOf, shownUrl } from '../../src/http/url.ts';

describe('an http or https URL', () => {
  test.each([
    ['HTTP://EXAMPLE.com', 'http://example.com/', undefined],
    ['https://example.com:443/a#b', 'https://example.com/a', undefined],
    ['http://bücher.example/ü', 'http://xn--bcher-kva.example/%C3%BC', undefined],
    ['http://[2001:DB8::1]:8080/', 'http://[2001:db8::1]:8080/', undefined],
    ['http://0x7f.1/', 'http://127.0.0.1/', undefined],
    ['http://user:p%40w@a.example/', 'http://a.example/', `Basic ${btoa('user:p@w')}`],
    ['http://user@a.example/', 'http://a.example/', `Basic ${btoa('user:')}`],
    ['http://%:%@a.example/', 'http://a.example/', `Basic ${btoa('%:%')}`],
  ])('%s is %s', (text, href, authorization) => {
    const parsed = parseHttpUrl(text);
    expect(parsed?.url.href).toBe(href);
    expect(parsed?.authorization).toBe(authorization);
  });

  test.each([
    '',
    '/a',
    'example.com',
    'ftp://a.example/',
    'data:,x',
    'http://',
    'http://a.example:65536/',
    'http://a b/',
  ])('is not what %j is', (text) => {
    expect(parseHttpUrl(text)).toBeUndefined();
  });
});

test.each([
  ['http://a.example/', 'a.example', 80],
  ['https://a.example/', 'a.example', 443],
  ['https://[::1]:8443/', '::1', 8443],
])('%s is reached at %s port %i', (text, host, port) => {
  expect([hostOf(new URL(text)), portOf(new URL(text))]).toEqual([host, port]);
});

test.each([
  ['http://a.example/?page=1', 'http://a.example/?page=1'],
  ['http://a.example/?api_key=hunter2&page=1', 'http://a.example/?api_key=***&page=1'],
])('%s is shown as %s', (text, shown) => {
  expect(shownUrl(new URL(text))).toBe(shown);
});
