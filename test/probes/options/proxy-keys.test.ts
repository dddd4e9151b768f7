import { expect, test } from 'vitest';
import { noProxyKey, proxyKey } from '../../../src/probes/options/proxy-keys.ts';

test.each([
  ['http://proxy:3128', true],
  ['http://user:pw@127.0.0.1:3128', true],
  ['https://proxy:3128', true],
  ['socks5://proxy', true],
  ['socks5h://user:pw@[::1]:1080', true],
  [`socks5://${'u'.repeat(256)}@proxy`, false],
  ['socks4://proxy', false],
  ['socks5://', false],
  ['http://proxy:0', false],
  ['proxy:3128', false],
  ['', false],
])('the proxy %s is accepted: %s', (proxy, accepted) => {
  expect(proxyKey().safeParse(proxy).success).toBe(accepted);
});

test('where nothing says what the environment has, it has none', () => {
  expect(proxyKey().parse('environment')).toBeUndefined();
});

test('exceptions are hosts, domains, addresses and ranges', () => {
  expect(noProxyKey().safeParse(['localhost', '.internal', '10.0.0.0/8', '::1', '*']).success).toBe(true);
  expect(noProxyKey().safeParse(['http://localhost']).success).toBe(false);
});
