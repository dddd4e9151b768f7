import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import type { AuthContext } from '../../src/auth/scheme.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { type Page, says, startSite } from '../support/local-site.ts';
import { type OAuthServer, startOAuthServer } from '../support/peers/oauth-server.ts';
import { privateKeys } from '../support/private-keys.ts';
import { freshFolder } from '../support/svcmon.ts';

const parse = (options: object) => authKey().parse({ type: 'oauth2', client_id: 'client', ...options });
const secret = "s3cr:et +%~'";
const keys = privateKeys();
let server: OAuthServer;

beforeAll(async () => {
  server = await startOAuthServer({
    clients: [
      { client_id: 'basic:client', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' },
      { client_id: 'post', client_secret: secret, token_endpoint_auth_method: 'client_secret_post' },
      ...(['RS256', 'ES256', 'EdDSA'] as const).map((algorithm) => ({
        client_id: algorithm,
        token_endpoint_auth_method: 'private_key_jwt' as const,
        token_endpoint_auth_signing_alg: algorithm,
      })),
    ],
    privateKeys: keys,
  });
});
afterAll(() => server.stop());

const ask = (options: object, context: AuthContext = authContext()) =>
  requestAs(parse(options), { url: `${server.url}/api`, method: 'GET', signal: context.signal }, context);

describe('oauth2 against an OAuth server', () => {
  test.each([
    ['a secret in the header', { client_id: 'basic:client', client_secret: secret }, {}],
    [
      'a secret in the body, scopes and a resource',
      { client_id: 'post', client_secret: secret, client_auth: 'post', scope: 'read write', resource: 'urn:shop:api' },
      { scope: 'read write', aud: 'urn:shop:api' },
    ],
    [
      'scopes in a list',
      { client_id: 'post', client_secret: secret, client_auth: 'post', scope: ['read'], resource: ['urn:a:b'] },
      { scope: 'read' },
    ],
  ])('lets in a client with %s', async (_how, options, said) => {
    const { body, statusCode } = await ask({ issuer: server.url, ...options });
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ clientId: options.client_id, ...said });
  });

  test.each(Object.entries(keys))('lets in a client whose key signs with %s', async (algorithm, private_key) => {
    const file = join(await freshFolder(), 'key.pem');
    writeFileSync(file, private_key);
    const key = { client_id: algorithm, algorithm };
    for (const options of [
      { issuer: server.url, private_key, key_id: 'one' },
      { token_url: `${server.url}/token`, private_key_file: file },
      { issuer: server.url, token_url: `${server.url}/token`, private_key_file: file, client_auth: 'private_key_jwt' },
    ]) {
      const attempt = ask({ ...key, ...options });
      // The server knows no key of that name.
      if ('key_id' in options) await expect(attempt).rejects.toMatchObject({ reason: 'auth_failed' });
      else expect(await attempt).toMatchObject({ statusCode: 200 });
    }
  });

  test('asks once for many requests, and once more when the token is refused', async () => {
    const context = authContext();
    const client = { issuer: server.url, client_id: 'basic:client', client_secret: secret };
    const before = server.tokens.length;
    await Promise.all(Array.from({ length: 10 }, () => ask(client, context)));
    expect(server.tokens.length - before).toBe(1);
    await server.revokeAll();
    expect(await ask(client, context)).toMatchObject({ statusCode: 200 });
    expect(server.tokens.length - before).toBe(2);
    expect(context.sessions.tokens()).toEqual(server.tokens.slice(before).map(({ value }) => value));
  });

  test('asks again shortly before a token expires', async () => {
    const clock = createFakeClock({ at: Date.now() });
    const context = authContext({ clock });
    const client = { issuer: server.url, client_id: 'basic:client', client_secret: secret };
    const before = server.tokens.length;
    for (const waitMs of [0, 589_000, 2_000]) {
      await clock.advance(waitMs);
      await ask(client, context);
    }
    expect(server.tokens.length - before).toBe(2);
  });

  test.each([
    [
      'a wrong secret',
      { client_secret: 'wrong-secret' },
      'answered 401: invalid_client – client authentication failed',
    ],
    ['an unknown client', { client_id: 'nobody' }, 'answered 401: invalid_client – client authentication failed'],
    [
      'a resource that is no URI',
      { resource: 'nowhere' },
      'answered 400: invalid_target – resource indicator must be an absolute URI',
    ],
  ])('tells of %s in the words of the server', async (_what, options, words) => {
    const attempt = ask({ issuer: server.url, client_id: 'basic:client', client_secret: secret, ...options });
    await expect(attempt).rejects.toMatchObject({
      reason: 'auth_failed',
      message: `login at ${server.url}/token ${words}`,
      facts: {},
    });
  });
});

describe('a token request', () => {
  const json = (value: object, status = 200): Page => {
    return (_question, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };

  test('has all parameters, and neither the name of the library nor a header beside those it needs', async () => {
    const site = await startSite({ '/token': json({ access_token: 'abc', token_type: 'BearerToken' }) });
    const auth = parse({
      token_url: `${site.url}/token?v=2`,
      client_secret: secret,
      client_auth: 'post',
      scope: ['a', 'b'],
      audience: ['urn:x', 'urn:y'],
      resource: ['urn:r'],
      params: { tenant: 7, api_key: 'k-1' },
    });
    expect(await auth.credentials(unprovenRequest(), authContext())).toEqual({
      headers: { Authorization: 'Bearer abc' },
      params: {},
      proof: `oauth2: token from ${site.url}/token?v=2, fresh, valid until refused`,
    });
    const [asked] = site.asked;
    expect(asked).toMatchObject({
      method: 'POST',
      url: '/token?v=2',
      headers: {
        'user-agent': 'svcmon/test',
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      },
    });
    expect([...new URLSearchParams(asked?.body)].toSorted()).toEqual(
      [
        ['scope', 'a b'],
        ['audience', 'urn:x'],
        ['audience', 'urn:y'],
        ['resource', 'urn:r'],
        ['tenant', '7'],
        ['api_key', 'k-1'],
        ['grant_type', 'client_credentials'],
        ['client_id', 'client'],
        ['client_secret', secret],
      ].toSorted(),
    );
  });

  test('sends the secret in the spelling that is masked', async () => {
    const site = await startSite({ '/token': json({ access_token: 'abc', token_type: 'bearer' }) });
    const auth = parse({ token_url: `${site.url}/token`, client_id: 'me and_you', client_secret: secret });
    await auth.credentials(unprovenRequest(), authContext());
    expect(site.asked[0]?.headers.authorization).toBe(`Basic ${auth.derivedSecrets()[0]}`);
  });

  test.each([
    ['an error of no known form', json({ message: 'tok-en' }, 403), 'answered 403'],
    ['a page', (_question, response) => response.writeHead(400).end('<h1>no'), 'answered 400'],
    ['trouble of its own', (_question, response) => response.writeHead(503).end(), 'answered 503'],
    ['a redirect', (_question, response) => response.writeHead(302, { location: '/x' }).end(), 'answered 302'],
    ['nothing', (_question, response) => response.writeHead(204).end(), 'answered 204'],
    ['an odd status', (_question, response) => response.writeHead(799).end(), 'answered 799'],
    ['a page in place of a token', says('<h1>yes', { 'content-type': 'text/html' }), 'answered 200, but not with JSON'],
    ['half a token', says('{"access', { 'content-type': 'application/json' }), 'answered 200, but not with JSON'],
    ['no token', json({ expires_in: 3 }), 'answered 200, but without an access_token and its token_type'],
    [
      'a token for other headers',
      json({ access_token: 'tok-en', token_type: 'mac' }),
      'answered 200, but with a token that is none for the Authorization header (token_type)',
    ],
    [
      'a token with a line break',
      json({ access_token: 'tok\nen', token_type: 'bearer' }),
      'answered 200, but with an access_token that no header can carry',
    ],
    ['too much', says(' '.repeat(1_100_000)), 'answered 200 with more than 1 MiB'],
    [
      'its own words',
      json({ error: 'invalid\u001b[31m_client', error_description: `no\n${'way '.repeat(200)}` }, 401),
      `answered 401: invalid_client – no ${'way '.repeat(200).slice(0, 279)}…`,
    ],
  ] as readonly (readonly [string, Page, string])[])('that is answered with %s says so', async (_what, page, words) => {
    const site = await startSite({ '/token': page });
    const auth = parse({ token_url: `${site.url}/token`, client_secret: secret });
    const attempt = auth.credentials(unprovenRequest(), authContext());
    await expect(attempt).rejects.toMatchObject({
      reason: 'auth_failed',
      message: `login at ${site.url}/token ${words}`,
      facts: {},
    });
    await expect(attempt).rejects.not.toHaveProperty('cause');
  });

  test('does not repeat an assertion that the server echoes', async () => {
    const echo: Page = ({ body }, response) => {
      const assertion = new URLSearchParams(body).get('client_assertion');
      const said = { error: 'invalid_client', error_description: `got ${assertion}` };
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    };
    const site = await startSite({ '/token': echo });
    const auth = parse({ token_url: `${site.url}/token`, private_key: keys.ES256, algorithm: 'ES256' });
    await expect(auth.credentials(unprovenRequest(), authContext())).rejects.toMatchObject({
      message: `login at ${site.url}/token answered 401: invalid_client – got ***`,
    });
  });
});

describe('an issuer', () => {
  const metadata =
    (changes: (url: string) => object): Page =>
    ({ headers }, response) => {
      const url = `http://${headers.host}`;
      const value = { issuer: `${url}/tenant`, token_endpoint: `${url}/token`, ...changes(url) };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
  const oidc = '/tenant/.well-known/openid-configuration';
  const oauth = '/.well-known/oauth-authorization-server/tenant';
  const token = says('{"access_token":"abc","token_type":"bearer"}', { 'content-type': 'application/json' });

  test.each([oidc, oauth])('may have its metadata at %s', async (path) => {
    const site = await startSite({ [path]: metadata(() => ({})), '/token': token });
    const auth = parse({ issuer: `${site.url}/tenant`, client_secret: secret });
    expect((await auth.credentials(unprovenRequest(), authContext())).headers).toEqual({ Authorization: 'Bearer abc' });
  });

  test.each([
    ['without metadata', {}, 'answered 404 and 404 where its metadata should be'],
    [
      'with those of another',
      { [oidc]: metadata(() => ({ issuer: 'https://other' })) },
      'has the metadata of another issuer',
    ],
    ['with a page', { [oidc]: says('<h1>') }, 'has metadata that are none'],
    ['without a token endpoint', { [oidc]: metadata(() => ({ token_endpoint: 7 })) }, 'names no token endpoint'],
    [
      'with an endpoint of another kind',
      { [oidc]: metadata(() => ({ token_endpoint: 'ftp://a/b' })) },
      'names a token endpoint that is not http or https',
    ],
  ])('%s is told as such', async (_what, pages: Readonly<Record<string, Page>>, words) => {
    const site = await startSite(pages);
    const auth = parse({ issuer: `${site.url}/tenant`, client_secret: secret });
    await expect(auth.credentials(unprovenRequest(), authContext())).rejects.toMatchObject({
      reason: 'auth_failed',
      message: `login at ${site.url}/tenant ${words}`,
    });
  });
});

describe('the options of oauth2', () => {
  const url = { token_url: 'https://login.example/token' };

  test.each([
    [{ client_secret: 'x' }, ['token_url']],
    [url, ['client_secret']],
    [{ ...url, client_secret: 'x', private_key: keys.RS256 }, ['private_key']],
    [{ ...url, client_secret: 'x', client_auth: 'private_key_jwt' }, ['client_auth']],
    [{ ...url, private_key: keys.RS256, client_auth: 'basic' }, ['client_auth']],
    [{ ...url, private_key: keys.RS256, algorithm: 'ES256' }, ['private_key']],
    [{ ...url, private_key: 'no key' }, ['private_key']],
    [{ ...url, client_secret: 'x', algorithm: 'ES256' }, ['algorithm']],
    [{ ...url, client_secret: 'x', key_id: 'one' }, ['key_id']],
    [{ ...url, client_secret: 'x', params: { grant_type: 'password' } }, ['params', 'grant_type']],
    [{ ...url, client_secret: 'x', scope: [] }, ['scope']],
    [{ issuer: 'login.example', client_secret: 'x' }, ['issuer']],
  ])('refuse %j', (options, path) => {
    const { error } = authKey().safeParse({ type: 'oauth2', client_id: 'client', ...options });
    expect(error?.issues.map((issue) => issue.path)).toEqual([path]);
    expect(error?.message).not.toContain('PRIVATE');
  });

  test('name the file they read, and print without their secrets', () => {
    const auth = parse({ ...url, private_key_file: 'key.pem', params: { api_key: 'hidden' } });
    expect(auth.files()).toEqual([{ path: ['private_key_file'], file: 'key.pem' }]);
    expect(JSON.stringify(auth)).not.toContain('hidden');
  });
});
