import { expect, test } from 'vitest';
import { goesDirect, isNoProxyEntry } from '../../src/http/no-proxy.ts';

test.each([
  ['http://shop.example/', ['shop.example'], true],
  ['http://SHOP.example./', ['Shop.Example'], true],
  ['http://api.shop.example/', ['shop.example'], true],
  ['http://workshop.example/', ['shop.example'], false],
  ['http://shop.example/', ['.shop.example'], false],
  ['http://api.shop.example/', ['.shop.example'], true],
  ['http://api.shop.example/', ['*.shop.example'], true],
  ['http://shop.example:8080/', ['shop.example:8080'], true],
  ['https://shop.example/', ['shop.example:8080'], false],
  ['https://shop.example/', ['shop.example:443'], true],
  ['http://10.1.2.3/', ['10.0.0.0/8'], true],
  ['http://11.1.2.3/', ['10.0.0.0/8'], false],
  ['http://ten.example/', ['10.0.0.0/8'], false],
  ['http://10.1.2.3/', ['10.1.2.3'], true],
  ['http://10.1.2.3:81/', ['10.1.2.3:80'], false],
  ['http://[2001:db8::5]/', ['2001:db8::/32'], true],
  ['http://[2001:db8::5]:81/', ['[2001:db8::5]:81'], true],
  ['http://10.1.2.3/', ['::/0'], false],
  ['http://anything.example/', ['a.example', '*'], true],
  ['http://anything.example/', [], false],
])('%s with %j goes direct: %s', (url, entries, direct) => {
  expect(goesDirect(new URL(url), entries)).toBe(direct);
});

test.each(['', ' ', '10.0.0.0/33', '10.0.0/8', '2001:db8::/129', 'a b', 'http://a', 'a*b', '.', '[::1'])(
  '%j is no entry',
  (text) => {
    expect(isNoProxyEntry(text)).toBe(false);
  },
);
