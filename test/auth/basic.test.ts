import { describe, expect, test } from 'vitest';
import { authKey } from '../../src/auth/registry.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';

const parse = (more: object) => authKey().parse({ type: 'basic', ...more });
const credentialsOf = (more: object) => parse(more).credentials(unprovenRequest(), authContext());
const refuses = (more: object) => !authKey().safeParse({ type: 'basic', ...more }).success;

describe('basic', () => {
  test('sends user name and password as in the example of RFC 7617', async () => {
    expect(await credentialsOf({ username: 'Aladdin', password: 'open sesame' })).toEqual({
      headers: { Authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' },
      params: {},
      proof: 'basic: as Aladdin',
    });
  });

  test('does not tell a user name that may be a key', async () => {
    expect(await credentialsOf({ username: 'sk_live_abc' })).toMatchObject({
      proof: 'basic: user name without a password',
    });
  });

  test('encodes both as UTF-8', async () => {
    expect((await credentialsOf({ username: 'test', password: '123£' })).headers).toEqual({
      Authorization: 'Basic dGVzdDoxMjPCow==',
    });
  });

  test('may have no password; its user name is then the secret', async () => {
    const auth = parse({ username: 'sk_live_abc' });
    expect((await credentialsOf({ username: 'sk_live_abc' })).headers).toEqual({
      Authorization: `Basic ${btoa('sk_live_abc:')}`,
    });
    expect(auth.derivedSecrets()).toEqual([btoa('sk_live_abc:'), 'sk_live_abc']);
  });

  test.each([
    ['a colon in the user name', { username: 'a:b', password: 'p' }],
    ['a control character in the user name', { username: 'a\tb', password: 'p' }],
    ['a line break at the end of the password', { username: 'a', password: 'p\n' }],
    ['an empty password', { username: 'a', password: '' }],
    ['no user name', { password: 'p' }],
  ])('refuses %s', (_what, options) => {
    expect(refuses(options)).toBe(true);
  });
});
