import { expect, test } from 'vitest';
import { reverseName } from '../../../src/probes/asking/dns-names.ts';

const zeros = (count: number) => '0.'.repeat(count);

test.each([
  ['192.0.2.80', '80.2.0.192.in-addr.arpa'],
  ['2001:db8::1', `1.${zeros(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
  ['::', `${zeros(32)}ip6.arpa`],
  ['1::', `${zeros(28)}1.0.0.0.ip6.arpa`],
  ['::ffff:192.0.2.1', `1.0.2.0.0.0.0.c.f.f.f.f.${zeros(20)}ip6.arpa`],
  ['1:2:3:4:5:6:7:8', '8.0.0.0.7.0.0.0.6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.ip6.arpa'],
  ['fe80::1%eth0', `1.${zeros(27)}0.8.e.f.ip6.arpa`],
])('%s is looked up as %s', (address, name) => {
  expect(reverseName(address)).toBe(name);
});
