import { describe, expect, test } from 'vitest';
import { dnsKeys } from '../../../src/probes/options/dns-keys.ts';
import { dnsProblems, transportOf } from '../../../src/probes/options/dns-problems.ts';

const url = 'https://dns.example/dns-query';

function parse(options: object) {
  return dnsKeys.parse({ query: 'example.com', ...options });
}

test.each([
  [{}, 'udp'],
  [{ resolver: '1.1.1.1' }, 'udp'],
  [{ resolver: url }, 'doh'],
  [{ resolver: '1.1.1.1', transport: 'dot' }, 'dot'],
])('%j is asked over %s', (options, transport) => {
  expect(transportOf(parse(options))).toBe(transport);
});

describe('a dns service', () => {
  test.each([
    [{}],
    [{ query: '192.0.2.1', record: 'PTR' }],
    [{ query: 'www.example', record: 'PTR' }],
    [{ resolver: url, tls: {} }],
    [{ resolver: '1.1.1.1', transport: 'dot', tls: {} }],
    [{ transport: 'tcp' }],
    [{ allow_empty: true }],
  ])('with %j is in order', (options) => {
    expect(dnsProblems(parse(options))).toEqual([]);
  });

  test.each([
    [{ query: '192.0.2.1' }, 'query', 'an address is asked for with `record: PTR`'],
    [{ transport: 'doh' }, 'resolver', 'doh needs the https URL of a server'],
    [{ transport: 'doh', resolver: '1.1.1.1' }, 'resolver', 'doh needs the https URL of a server'],
    [{ transport: 'tcp', resolver: url }, 'transport', 'a server with a URL is asked by doh'],
    [{ transport: 'dot' }, 'resolver', 'dot needs a server: the system’s do not speak TLS'],
    [{ tls: {} }, 'tls', 'udp knows no TLS; transport: dot does'],
    [
      { allow_empty: true, expected_rcode: 'NXDOMAIN' },
      'allow_empty',
      'NXDOMAIN comes without records in any case; allow_empty is about NOERROR',
    ],
  ])('with %j has a problem at %s', (options, key, message) => {
    expect(dnsProblems(parse(options))).toEqual([{ path: [key], message }]);
  });
});
