import { expect, test } from 'vitest';
import { dnsEndpointKeys } from '../../../src/probes/options/dns-endpoint.ts';

function keys(url: string) {
  return dnsEndpointKeys(new URL(url));
}

test.each([
  ['dns://1.1.1.1/example.com', { resolver: '1.1.1.1', query: 'example.com' }],
  ['dns://[::1]:5353/example.com', { resolver: '[::1]:5353', query: 'example.com' }],
  ['dns:///example.com', { query: 'example.com' }],
  ['dns:example.com?type=a;class=IN', { query: 'example.com', record: 'A' }],
  [
    'dns://ns.example/x.example?record=mx&transport=TCP&dnssec=true&expected_rcode=nxdomain',
    {
      resolver: 'ns.example',
      query: 'x.example',
      record: 'MX',
      transport: 'tcp',
      dnssec: true,
      expected_rcode: 'NXDOMAIN',
    },
  ],
  ['dns://ns.bücher.de/bücher.de', { resolver: 'ns.bücher.de', query: 'bücher.de' }],
  ['dns:///192.0.2.1?type=PTR', { query: '192.0.2.1', record: 'PTR' }],
  [
    'dns:///example.com?resolver=https://dns.example/dns-query',
    { query: 'example.com', resolver: 'https://dns.example/dns-query' },
  ],
  ['dns:///%', { query: '%' }],
])('%s stands for %j', (url, expected) => {
  expect(keys(url)).toEqual(expected);
});

test.each([
  ['dns://1.1.1.1', 'names nothing to ask for; write dns://1.1.1.1/NAME'],
  ['dns:///', 'names nothing to ask for; write dns://SERVER/NAME'],
  ['dns:///a?port=5', 'port is not known; a DNS URL may have record, type'],
  ['dns:///a?class=CH', 'only records of class IN can be asked for, not CH'],
])('%s is refused', (url, message) => {
  expect(() => keys(url)).toThrow(RangeError);
  expect(() => keys(url)).toThrow(message);
});
