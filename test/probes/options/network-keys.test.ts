import { describe, expect, test } from 'vitest';
import { hostKey, ipFamilyKey, resolverKey } from '../../../src/probes/options/network-keys.ts';

describe('a host', () => {
  test.each([
    ['db.internal', 'db.internal'],
    [' DB.Internal. ', 'db.internal.'],
    ['my_db', 'my_db'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['10.0.0.1', '10.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['0177.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ])('%j is read as %s', (text, host) => {
    expect(hostKey().parse(text)).toBe(host);
  });

  test.each([
    [''],
    ['  '],
    ['db:5432'],
    ['tcp://db'],
    ['db/x'],
    ['user@db'],
    ['a b'],
    ['256.1.1.1'],
    ['[db]'],
    ['a%20b'],
  ])('%j is refused', (text) => {
    expect(hostKey().safeParse(text).error?.issues[0]?.message).toContain('a host name or an IP address alone');
  });
});

test.each([
  [4, true],
  [6, true],
  ['any', true],
  ['4', false],
  [5, false],
])('the IP family %j is accepted: %s', (family, accepted) => {
  expect(ipFamilyKey().safeParse(family).success).toBe(accepted);
});

test('without a word any IP family will do', () => {
  expect(ipFamilyKey().parse(undefined)).toBe('any');
});

test.each([
  ['1.1.1.1', true],
  ['10.0.0.53:5353', true],
  ['2001:db8::1', true],
  ['[2001:db8::1]:53', true],
  ['1.1.1.1:0', false],
  ['1.1.1.1:65536', false],
  ['1.1.1.1:', false],
  ['dns.example', false],
  ['dns.example:53', false],
  ['', false],
])('the resolver %j is accepted: %s', (resolver, accepted) => {
  expect(resolverKey().safeParse(resolver).success).toBe(accepted);
});
