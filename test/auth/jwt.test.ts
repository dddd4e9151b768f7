import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { authKey } from '../../src/auth/registry.ts';
import type { BoundAuth } from '../../src/auth/scheme.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';
import { failureFrom } from '../support/failures.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const secret = 'a secret that is long enough for every algorithm, 64 bytes or more';
const keys = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};
const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' });

const pem = (key: KeyObject, type: 'pkcs8' | 'spki' = 'pkcs8') => key.export({ type, format: 'pem' }).toString();
const rs256 = { type: 'jwt', algorithm: 'RS256', private_key: pem(keys.RS256.privateKey) };
const hs256 = { type: 'jwt', algorithm: 'HS256', secret };

async function tokenOf(auth: BoundAuth, context = authContext()): Promise<string> {
  const { headers } = await auth.credentials(unprovenRequest(), context);
  return (headers.Authorization ?? '').replace('Bearer ', '');
}

/** The mistakes that a configuration would be told of. */
function mistakesIn(options: object): readonly string[] {
  const { error } = authKey().safeParse({ type: 'jwt', ...options }, { reportInput: true });
  expect(JSON.stringify(error?.issues ?? [])).not.toMatch(/PRIVATE KEY-|hunter2/);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a token', () => {
  test.each(['HS256', 'HS384', 'HS512'])('is signed with %s', async (algorithm) => {
    const token = await tokenOf(authKey().parse({ ...hs256, algorithm }));
    const { protectedHeader } = await jwtVerify(token, new TextEncoder().encode(secret));
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT' });
  });

  test.each(['RS256', 'ES256', 'EdDSA'] as const)('is signed with %s', async (algorithm) => {
    const { privateKey, publicKey } = keys[algorithm];
    const auth = authKey().parse({ type: 'jwt', algorithm, private_key: pem(privateKey), key_id: 'k1' });
    const { protectedHeader } = await jwtVerify(await tokenOf(auth), publicKey);
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: 'k1' });
  });

  test.each([
    ['PKCS#1', keys.RS256.privateKey.export({ type: 'pkcs1', format: 'pem' }), rs256],
    ['SEC 1', keys.ES256.privateKey.export({ type: 'sec1', format: 'pem' }), { ...rs256, algorithm: 'ES256' }],
  ])('may be signed with a key in the form of %s', async (_form, key, options) => {
    expect(await tokenOf(authKey().parse({ ...options, private_key: key.toString() }))).toMatch(/^ey/);
  });

  test('says who, for whom and until when', async () => {
    const clock = createFakeClock({ at: 1_800_000_000_750 });
    const auth = authKey().parse({
      ...hs256,
      issuer: 'svcmon',
      subject: 'monitor',
      audience: ['orders', 'ledger'],
      expires_in: '90s',
      not_before: '30s',
      claims: { scope: 'read', tenant: { id: 7 }, admin: false },
    });
    expect(decodeJwt(await tokenOf(auth, authContext({ clock })))).toEqual({
      iss: 'svcmon',
      sub: 'monitor',
      aud: ['orders', 'ledger'],
      iat: 1_800_000_000,
      exp: 1_800_000_090,
      nbf: 1_799_999_970,
      scope: 'read',
      tenant: { id: 7 },
      admin: false,
    });
  });

  test('says nothing that was not asked for, and holds for five minutes', async () => {
    const clock = createFakeClock({ at: 1_800_000_000_000 });
    const token = await tokenOf(authKey().parse({ ...hs256, audience: 'orders' }), authContext({ clock }));
    expect(decodeJwt(token)).toEqual({ aud: 'orders', iat: 1_800_000_000, exp: 1_800_000_300 });
  });

  test.each([
    ['Authorization', /^Bearer ey/],
    ['proxy-authorization', /^Bearer ey/],
    ['Cf-Access-Jwt-Assertion', /^ey/],
  ])('goes into the header %s', async (header, form) => {
    const auth = authKey().parse({ ...hs256, header });
    const { headers } = await auth.credentials(unprovenRequest(), authContext());
    expect(auth.adds()).toEqual({ headers: [header], params: [] });
    expect(headers).toEqual({ [header]: expect.stringMatching(form) });
  });
});

describe('the life of a token', () => {
  test('is shared by everything that signs the same, and ends shortly before it expires', async () => {
    const clock = createFakeClock();
    const context = authContext({ clock });
    const [one, same] = [authKey().parse(hs256), authKey().parse(hs256)];
    const other = authKey().parse({ ...hs256, subject: 'other' });
    const first = await tokenOf(one, context);
    await clock.advance(280_000);
    expect(await tokenOf(same, context)).toBe(first);
    expect(decodeJwt(await tokenOf(other, context)).sub).toBe('other');
    await clock.advance(15_000);
    const second = await tokenOf(one, context);
    expect(decodeJwt(second).iat).toBe(Math.floor(clock.now() / 1_000));
    expect(context.sessions.tokens()).toContain(second);
  });

  test('keeps apart those of different secrets', async () => {
    const context = authContext({ clock: createFakeClock() });
    const token = await tokenOf(authKey().parse(hs256), context);
    expect(await tokenOf(authKey().parse({ ...hs256, secret: `${secret}!` }), context)).not.toBe(token);
  });

  test('ends with a refusal, unless it has just begun', async () => {
    const clock = createFakeClock();
    const context = authContext({ clock });
    const auth = authKey().parse(hs256);
    const request = unprovenRequest();
    const refusal = async () => ({
      request,
      given: await auth.credentials(request, context),
      answer: { statusCode: 401, headers: {} },
    });
    const old = await refusal();
    expect(await auth.renewed(old, context)).toBeUndefined();
    await clock.advance(1_000);
    const renewed = await auth.renewed(old, context);
    expect(renewed?.headers.Authorization).toMatch(/^Bearer ey/);
    expect(renewed?.headers).not.toEqual(old.given.headers);
    const kept = {
      headers: renewed?.headers,
      proof: 'jwt: token signed here with HS256, kept from before, valid for 5 min',
    };
    expect(await auth.credentials(request, context)).toMatchObject(kept);
    // The refusal of a token that has been replaced in the meantime is answered with the one in use.
    expect(await auth.renewed(old, context)).toMatchObject(kept);
  });
});

describe('the file of a private key', () => {
  function keyFile() {
    const file = join(temporaryFolder(), 'key.pem');
    writeFileSync(file, pem(keys.ES256.privateKey));
    return { file, auth: () => authKey().parse({ type: 'jwt', algorithm: 'ES256', private_key_file: file }) };
  }

  test('is named to those who look after files', () => {
    const { file, auth } = keyFile();
    expect(auth().files()).toEqual([{ path: ['private_key_file'], file }]);
    expect(authKey().parse(hs256).files()).toEqual([]);
  });

  test('is read again once it has changed, and what it signs then is new', async () => {
    const { file, auth } = keyFile();
    const bound = auth();
    const context = authContext();
    const first = await tokenOf(bound, context);
    const rotated = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(file, `\n${pem(rotated.privateKey)}`);
    const second = await tokenOf(bound, context);
    expect(second).not.toBe(first);
    await expect(jwtVerify(second, rotated.publicKey)).resolves.toBeTruthy();
  });

  test.each([
    ['is gone', (file: string) => rmSync(file), /^auth\.private_key_file: .* cannot be read \(ENOENT\)$/],
    [
      'holds another kind of key',
      (file: string) => writeFileSync(file, pem(otherCurve.privateKey)),
      /^auth\.private_key_file: ES256 needs an EC key on P-256, got an EC key on secp384r1$/,
    ],
  ])('that %s later on fails the check, and says so', async (_what, change, message) => {
    const { file, auth } = keyFile();
    const bound = auth();
    change(file);
    expect(await failureFrom(tokenOf(bound))).toMatchObject({
      reason: 'config_file_unreadable',
      message: expect.stringMatching(message),
    });
  });

  test('that cannot be read is left to those who look after files', () => {
    expect(mistakesIn({ algorithm: 'ES256', private_key_file: '/no/such/file' })).toEqual([]);
  });

  test('that holds the wrong key is a mistake of the configuration', () => {
    const { file } = keyFile();
    expect(mistakesIn({ algorithm: 'RS256', private_key_file: file })).toEqual([
      'private_key_file: RS256 needs an RSA key of at least 2048 bits, got an EC key on prime256v1',
    ]);
  });
});

describe('a mistake of the configuration', () => {
  const rsa = pem(keys.RS256.privateKey);
  test.each<[what: string, options: object, mistakes: readonly string[]]>([
    ['no secret', { algorithm: 'HS256' }, ['secret: is required for HS256']],
    ['no key', { algorithm: 'RS256' }, ['private_key: RS256 needs a private_key or a private_key_file']],
    [
      'a key where a secret belongs',
      { algorithm: 'HS512', secret, private_key: rsa, private_key_file: 'k' },
      [
        'private_key: HS512 signs with a secret, not with a private key',
        'private_key_file: HS512 signs with a secret, not with a private key',
      ],
    ],
    [
      'a secret where a key belongs',
      { algorithm: 'RS256', secret: 'hunter2', private_key: rsa },
      ['secret: RS256 signs with a private key, not with a secret'],
    ],
    [
      'two keys',
      { algorithm: 'RS256', private_key: rsa, private_key_file: 'k' },
      ['private_key_file: private_key gives the key already'],
    ],
    [
      'the key of another algorithm',
      { algorithm: 'EdDSA', private_key: rsa },
      ['private_key: EdDSA needs an Ed25519 key, got an RSA key of 2048 bits'],
    ],
    [
      'an Ed25519 key for RS256',
      { algorithm: 'RS256', private_key: pem(keys.EdDSA.privateKey) },
      ['private_key: RS256 needs an RSA key of at least 2048 bits, got a key of type ed25519'],
    ],
    [
      'a short key',
      { algorithm: 'RS256', private_key: pem(weakRsa.privateKey) },
      ['private_key: RS256 needs an RSA key of at least 2048 bits, got an RSA key of 1024 bits'],
    ],
    [
      'a public key',
      { algorithm: 'RS256', private_key: pem(keys.RS256.publicKey, 'spki') },
      ['private_key: expected a private key in PEM form'],
    ],
    [
      'no key at all',
      { algorithm: 'ES256', private_key: 'hunter2' },
      ['private_key: expected a private key in PEM form'],
    ],
    [
      'a key with a passphrase',
      {
        algorithm: 'ES256',
        private_key: keys.ES256.privateKey
          .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'p' })
          .toString(),
      },
      ['private_key: expected a private key in PEM form without a passphrase'],
    ],
    [
      'claims that other keys give',
      { algorithm: 'HS256', secret, issuer: 'a', claims: { iss: 'b', sub: 'c', exp: 1, iat: 1 } },
      [
        'claims.iat: the time of signing is told already',
        'claims.exp: expires_in gives this claim already',
        'claims.iss: issuer gives this claim already',
      ],
    ],
  ])('%s', (_what, options, mistakes) => {
    expect(mistakesIn(options)).toEqual(mistakes);
  });

  test.each([
    [{ algorithm: 'none' }],
    [{ expires_in: '100ms' }],
    [{ expires_in: 'soon' }],
    [{ audience: [] }],
    [{ audience: 7 }],
    [{ header: 'X Token' }],
    [{ issuer: '' }],
    [{ claims: 'admin' }],
  ])('%j', (options) => {
    expect(mistakesIn({ ...hs256, ...options })).toHaveLength(1);
  });
});
