import { describe, expect, test } from 'vitest';
import type { FamilyAnswer, NameServers } from '../../src/http/name-servers.ts';
import { resolveName } from '../../src/http/resolve-name.ts';
import { failureFrom } from '../support/failures.ts';

/** The code of an answer, or its addresses; by name, and by family where they differ. */
type Script = Readonly<Record<string, string | { readonly 4: string; readonly 6: string }>>;

function serversSaying(script: Script, { knowsRoot = true } = {}): NameServers {
  return {
    async addresses(name, family): Promise<FamilyAnswer> {
      const said = script[name] ?? 'ENOTFOUND';
      const code = typeof said === 'string' ? said : said[family];
      return code.startsWith('E') ? { code } : { addresses: [{ address: code, family }] };
    },
    knowsRoot: async () => knowsRoot,
    cancel: () => undefined,
  };
}

interface Asking {
  readonly names?: readonly string[];
  readonly family?: 4 | 6 | 'any';
  readonly knowsRoot?: boolean;
}

function resolve(script: Script, { names = ['a'], family = 'any', knowsRoot = true }: Asking = {}) {
  const { signal } = new AbortController();
  const nameServers = serversSaying(script, { knowsRoot });
  return resolveName({ hostname: 'shop.example', names, family, nameServers, signal });
}

describe('a name that has no address', () => {
  test.each<[answer: string, Script, Asking, reason: string]>([
    ['no such name', { a: 'ENOTFOUND' }, {}, 'dns_nxdomain'],
    ['a name that cannot be', { a: 'EBADNAME' }, {}, 'dns_nxdomain'],
    ['no data for both families', { a: 'ENODATA' }, {}, 'dns_no_address'],
    ['no such name for one family, no data for the other', { a: { 4: 'ENOTFOUND', 6: 'ENODATA' } }, {}, 'dns_nxdomain'],
    ['no data for one family, a failure for the other', { a: { 4: 'ESERVFAIL', 6: 'ENODATA' } }, {}, 'dns_servfail'],
    ['a failure, the root being known', { a: 'ESERVFAIL' }, {}, 'dns_servfail'],
    ['a failure, the root being unknown', { a: 'ESERVFAIL' }, { knowsRoot: false }, 'dns_unavailable'],
    ['silence, the root being known', { a: 'ETIMEOUT' }, {}, 'dns_servfail'],
    ['silence, the root being unknown', { a: 'ETIMEOUT' }, { knowsRoot: false }, 'dns_unavailable'],
    ['a refusal', { a: 'EREFUSED' }, {}, 'dns_unavailable'],
    ['no resolver', { a: 'ECONNREFUSED' }, {}, 'dns_unavailable'],
    ['an answer that cannot be read', { a: 'EBADRESP' }, {}, 'dns_unavailable'],
    [
      'no data, then no such name in the search list',
      { a: 'ENODATA', b: 'ENOTFOUND' },
      { names: ['a', 'b'] },
      'dns_no_address',
    ],
    ['a failure, then no such name', { a: 'ESERVFAIL', b: 'ENOTFOUND' }, { names: ['a', 'b'] }, 'dns_servfail'],
    [
      'a failure, then no such name, the root being unknown',
      { a: 'ESERVFAIL', b: 'ENOTFOUND' },
      { names: ['a', 'b'], knowsRoot: false },
      'dns_nxdomain',
    ],
    ['a refusal, which ends the search', { a: 'EREFUSED', b: '192.0.2.1' }, { names: ['a', 'b'] }, 'dns_unavailable'],
  ])('since DNS says %s', async (_answer, script, asking, reason) => {
    const failure = await failureFrom(resolve(script, asking));
    expect(failure.reason).toBe(reason);
    expect(failure.message).toContain('shop.example');
  });

  test('of the wanted family says which one that is', async () => {
    const failure = await failureFrom(resolve({ a: { 4: '192.0.2.1', 6: 'ENODATA' } }, { family: 6 }));
    expect(failure.message).toBe('the name shop.example exists but has no IPv6 address');
  });
});

test('one family is enough, whatever is wrong with the other', async () => {
  for (const code of ['ENODATA', 'ESERVFAIL', 'ETIMEOUT', 'ENOTFOUND']) {
    expect(await resolve({ a: { 4: '192.0.2.1', 6: code } })).toEqual([{ address: '192.0.2.1', family: 4 }]);
  }
});

test('the search list is gone through until a name has an address', async () => {
  const script = { a: 'ENOTFOUND', b: 'ENODATA', c: 'ESERVFAIL', d: '192.0.2.4' };
  expect(await resolve(script, { names: ['a', 'b', 'c', 'd'], family: 4 })).toEqual([
    { address: '192.0.2.4', family: 4 },
  ]);
});
