import { expect, test } from 'vitest';
import { formatEndpoint } from '../../src/http/address.ts';

test.each([
  ['192.0.2.1', 443, '192.0.2.1:443'],
  ['2001:db8::1', 443, '[2001:db8::1]:443'],
  ['shop.example', 80, 'shop.example:80'],
  ['2001:db8::1', undefined, '[2001:db8::1]'],
  ['shop.example', undefined, 'shop.example'],
])('%s and the port %s are written %s', (address, port, endpoint) => {
  expect(formatEndpoint(address, port)).toBe(endpoint);
});
