import { expect, test } from 'vitest';
import { challengesIn } from '../../../src/auth/digest/challenge-list.ts';

const read = (header: string) => challengesIn(header).map(({ scheme, params }) => [scheme, Object.fromEntries(params)]);

test.each([
  ['nothing', '', []],
  ['a scheme alone', 'Negotiate', [['negotiate', {}]]],
  ['a scheme with parameters', 'Basic realm="a b", charset=UTF-8', [['basic', { realm: 'a b', charset: 'UTF-8' }]]],
  [
    'several, in one field or joined from two',
    'Negotiate, NTLM , Digest realm="x", nonce="n", Basic realm="y"',
    [
      ['negotiate', {}],
      ['ntlm', {}],
      ['digest', { realm: 'x', nonce: 'n' }],
      ['basic', { realm: 'y' }],
    ],
  ],
  ['commas and names inside quotes', 'Digest realm="a, Basic realm=b"', [['digest', { realm: 'a, Basic realm=b' }]]],
  ['escaped characters', String.raw`Digest realm="a \"b\" \\ c"`, [['digest', { realm: String.raw`a "b" \ c` }]]],
  ['blanks around =, and empty elements', 'Digest , ,realm = "a" ,, nonce=b', [['digest', { realm: 'a', nonce: 'b' }]]],
  ['names in any case', 'DIGEST Realm="a", NONCE="b"', [['digest', { realm: 'a', nonce: 'b' }]]],
  ['an empty value', 'Digest realm=""', [['digest', { realm: '' }]]],
  [
    'values without quotes that need some',
    'Digest nonce=a/b+c==, qop=auth',
    [['digest', { nonce: 'a/b+c==', qop: 'auth' }]],
  ],
  [
    'what can be read, up to an open quote',
    'Digest nonce="a", realm="b',
    [
      ['digest', { nonce: 'a' }],
      ['realm', {}],
    ],
  ],
  ['no parameter before a scheme', '="a", Digest', []],
])('%s', (_what, header, challenges) => {
  expect(read(header)).toEqual(challenges);
});

test('16 kB of quotes are read in no time', () => {
  const hostile = `Digest ${'a="\\'.repeat(4_000)}`;
  const startedAt = performance.now();
  challengesIn(hostile);
  expect(performance.now() - startedAt).toBeLessThan(500);
});
