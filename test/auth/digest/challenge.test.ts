import { describe, expect, test } from 'vitest';
import { strongestChallenge } from '../../../src/auth/digest/challenge.ts';

/** A digest challenge with these further parameters. */
const digest = (more = '') => `Digest realm="r", nonce="n${more.length}"${more}`;

describe('the challenge that is answered', () => {
  test.each([
    ['MD5 where none is named', digest(', qop="auth"'), { hash: 'md5', session: false, qop: 'auth' }],
    ['an algorithm in any case', digest(', algorithm=sha-256'), { hash: 'sha256', algorithm: 'sha-256' }],
    ['SHA-512-256', digest(', algorithm=SHA-512-256'), { hash: 'sha512-256' }],
    ['-sess', digest(', algorithm="MD5-sess", qop="auth"'), { hash: 'md5', session: true, algorithm: 'MD5-sess' }],
    ['auth before auth-int', digest(', qop="auth-int,auth"'), { qop: 'auth' }],
    ['auth-int alone', digest(', qop="auth-int"'), { qop: 'auth-int' }],
    ['qop options that nobody knows beside one', digest(', qop="token, auth"'), { qop: 'auth' }],
    [
      'userhash, stale and opaque',
      digest(', userhash=true, stale=TRUE, opaque="o"'),
      { userhash: true, stale: true, opaque: 'o' },
    ],
    ['neither of them', digest(', userhash=false, stale=false'), { userhash: false, stale: false }],
    ['a realm that is missing', 'Digest nonce="n"', { realm: '' }],
    [
      'the strongest of several',
      [digest(', algorithm=MD5'), digest(', algorithm=SHA-256'), digest(', algorithm=SHA-512')].join(', '),
      { hash: 'sha256' },
    ],
    [
      'the first of equal ones',
      `${digest(', algorithm=SHA-256-sess')}, ${digest(', algorithm=SHA-256')}`,
      { session: true },
    ],
    ['digest among others', `Negotiate, ${digest()}, Basic realm="b"`, { realm: 'r' }],
  ])('may be %s', (_what, header, challenge) => {
    expect(strongestChallenge(header)).toMatchObject({ ok: true, challenge });
  });

  test('has only what the server said', () => {
    expect(strongestChallenge('Digest realm="r", nonce="n"')).toEqual({
      ok: true,
      challenge: { realm: 'r', nonce: 'n', hash: 'md5', session: false, userhash: false, stale: false },
    });
  });

  test.each([
    ['no header', undefined, 'the server does not say how it wants to be asked'],
    ['an empty header', '', 'the server does not say how it wants to be asked'],
    ['other schemes', 'Negotiate, Basic realm="a"', 'the server asks for negotiate, basic, not for digest'],
    ['a challenge without a nonce', 'Digest realm="a"', 'the server sends a digest challenge without a nonce'],
    ['another algorithm', digest(', algorithm=SHA-512'), 'of digest the server offers only SHA-512'],
    ['another protection', digest(', qop="token"'), 'of digest the server offers only MD5 with qop token'],
    [
      'other algorithms, hostile ones too',
      `${digest(', algorithm="\u001b[31m"')}, ${digest(', algorithm=ROT13, qop="auth"')}`,
      'of digest the server offers only ?[31m, ROT13 with qop auth',
    ],
  ])('is missing with %s', (_what, header, problem) => {
    expect(strongestChallenge(header)).toEqual({ ok: false, problem });
  });
});
