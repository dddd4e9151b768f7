import { describe, expect, test } from 'vitest';
import { dnsKeys, showResolver } from '../../../src/probes/options/dns-keys.ts';

function parse(options: object) {
  return dnsKeys.safeParse({ query: 'example.com', ...options });
}

describe('query', () => {
  test.each([
    ['example.com', 'example.com'],
    [' Example.com. ', 'Example.com'],
    ['.', '.'],
    ['_dmarc.example.com', '_dmarc.example.com'],
    ['64/26.1.168.192.in-addr.arpa', '64/26.1.168.192.in-addr.arpa'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['2001:db8::1', '2001:db8::1'],
    ['a.123', 'a.123'],
  ])('%j is asked for as %s', (query, name) => {
    expect(parse({ query }).data?.query).toBe(name);
  });

  test.each([
    [''],
    ['..'],
    ['a..b'],
    ['a b'],
    ['a\\.b'],
    [`${'a'.repeat(64)}.example`],
    [Array(128).fill('a').join('.')],
    ['ex\u0000ample'],
    [5],
  ])('%j is refused', (query) => {
    expect(parse({ query }).success).toBe(false);
  });
});

describe('resolver', () => {
  test.each([
    ['1.1.1.1', '1.1.1.1'],
    ['10.0.0.53:5353', '10.0.0.53:5353'],
    ['2001:db8::1', '[2001:db8::1]'],
    ['[2001:db8::1]:53', '[2001:db8::1]:53'],
    ['ns1.example.com', 'ns1.example.com'],
    ['ns1.example.com:54', 'ns1.example.com:54'],
    ['https://dns.example/dns-query', 'https://dns.example/dns-query'],
    ['https://me:secret@dns.example?key=abc', 'https://dns.example/?key=***'],
  ])('%s is shown as %s', (resolver, shown) => {
    const { data } = parse({ resolver });
    expect(data?.resolver && showResolver(data.resolver)).toBe(shown);
  });

  test.each(['', '1.1.1.1:0', '1.1.1.1:70000', 'a b', 'http://dns.example', 'tls://1.1.1.1', 'https://'])(
    '%j is refused',
    (resolver) => {
      const { error } = parse({ resolver });
      expect(error?.issues[0]?.message).toMatch(/^expected a DNS server, such as 1\.1\.1\.1/);
    },
  );
});

test.each([
  [{ record: 'mx' }],
  [{ record: 'ANY' }],
  [{ transport: 'quic' }],
  [{ expected_rcode: 'OK' }],
  [{ port: 53 }],
])('%j is refused', (options) => {
  expect(parse(options).success).toBe(false);
});
