import { describe, expect, test } from 'vitest';
import { candidateNames, parseResolvConf } from '../../src/http/resolv-conf.ts';

describe('resolv.conf', () => {
  test.each([
    ['', { nameServers: [], search: [], ndots: 1 }],
    [
      'nameserver 10.0.0.1\nnameserver fe80::1%eth0',
      { nameServers: ['10.0.0.1', 'fe80::1%eth0'], search: [], ndots: 1 },
    ],
    [
      'domain a.example\nsearch b.example. c.example .',
      { nameServers: [], search: ['b.example', 'c.example'], ndots: 1 },
    ],
    ['search b.example\ndomain a.example', { nameServers: [], search: ['a.example'], ndots: 1 }],
    ['options timeout:1 ndots:5 ; comment\n# ndots:9', { nameServers: [], search: [], ndots: 5 }],
    [
      'nameserver dns.example\nnameserver 10.0.0.1:5353\nnameserver\nnameserver [2001:db8::1]:53',
      { nameServers: ['10.0.0.1:5353', '[2001:db8::1]:53'], search: [], ndots: 1 },
    ],
    ['options ndots:99', { nameServers: [], search: [], ndots: 15 }],
    ['\toptions\tndots:0\r\n', { nameServers: [], search: [], ndots: 0 }],
    ['options ndots:many', { nameServers: [], search: [], ndots: 1 }],
  ])('%j is read', (text, conf) => {
    expect(parseResolvConf(text)).toEqual(conf);
  });
});

describe('the names asked for', () => {
  const search = ['one.example', 'two.example'];
  test.each([
    ['db', 1, ['db.one.example', 'db.two.example', 'db']],
    ['db.prod', 1, ['db.prod', 'db.prod.one.example', 'db.prod.two.example']],
    ['db.prod', 2, ['db.prod.one.example', 'db.prod.two.example', 'db.prod']],
    ['db', 0, ['db', 'db.one.example', 'db.two.example']],
    ['db.', 1, ['db']],
  ])('when someone says %s with ndots %i are %j', (name, ndots, names) => {
    expect(candidateNames(name, { search, ndots })).toEqual(names);
  });
});
