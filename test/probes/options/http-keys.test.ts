import { expect, test } from 'vitest';
import { paramKeys, proxyKey } from '../../../src/probes/options/http-keys.ts';

test('parameters are scalars or lists of them', () => {
  const params = { a: 'x', b: 2, c: true, d: ['x', 2, false] };
  expect(paramKeys().parse(params)).toEqual(params);
  expect(paramKeys().safeParse({ a: { b: 1 } }).success).toBe(false);
  expect(paramKeys().safeParse({ a: null }).success).toBe(false);
});

test.each([
  ['http://proxy:3128', true],
  ['http://user:pw@127.0.0.1:3128', true],
  ['https://proxy:3128', false],
  ['socks5://proxy', false],
  ['proxy:3128', false],
])('the proxy %s is accepted: %s', (proxy, accepted) => {
  expect(proxyKey().safeParse(proxy).success).toBe(accepted);
});
