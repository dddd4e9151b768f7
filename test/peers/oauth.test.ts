import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import { authContext } from '../support/auth-context.ts';
import { ask } from '../support/http-question.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { type OAuthServer, startOAuthServer } from '../support/peers/oauth-server.ts';
import { privateKeys } from '../support/private-keys.ts';

const secret = 'a secret: 100% s3cr&t';
const { ES256 } = privateKeys();

const clients = [
  { client_id: 'basic', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' },
  { client_id: 'post', client_secret: secret, token_endpoint_auth_method: 'client_secret_post' },
  { client_id: 'key', token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256' },
] as const;

const oauth2: readonly Case<OAuthServer>[] = [
  [
    'oauth2: a secret in the Authorization header',
    ({ url }) => ({
      url: `${url}/api`,
      auth: { type: 'oauth2', issuer: url, client_id: 'basic', client_secret: secret },
      assertions: ['json.clientId == "basic"'],
    }),
    healthy,
  ],
  [
    'oauth2: a secret in the body, with a scope for a resource',
    ({ url }) => ({
      url: `${url}/api`,
      auth: {
        type: 'oauth2',
        token_url: `${url}/token`,
        client_id: 'post',
        client_secret: secret,
        client_auth: 'post',
        scope: 'read',
        resource: 'urn:shop',
      },
      assertions: ['json.scope == "read"', 'json.aud == "urn:shop"'],
    }),
    healthy,
  ],
  [
    'oauth2: a private key',
    ({ url }) => ({
      url: `${url}/api`,
      auth: { type: 'oauth2', issuer: url, client_id: 'key', private_key: ES256, algorithm: 'ES256' },
      assertions: ['json.clientId == "key"'],
    }),
    healthy,
  ],
  [
    'oauth2: a wrong secret is a failing login, not a failing service',
    ({ url }) => ({
      url: `${url}/api`,
      auth: { type: 'oauth2', issuer: url, client_id: 'basic', client_secret: 'wrong-secret' },
    }),
    unhealthy('auth_failed', {
      status_code: null,
      error_message: expect.stringMatching(/^login at http.*\/token answered 401: invalid_client/),
    }),
  ],
];

const login: readonly Case<OAuthServer>[] = [
  [
    'login: a token from a form',
    ({ url }) => ({
      url: `${url}/api`,
      auth: {
        type: 'login',
        url: `${url}/token`,
        form: { grant_type: 'client_credentials', client_id: 'post', client_secret: secret },
      },
      assertions: ['json.clientId == "post"'],
    }),
    healthy,
  ],
  [
    'login: a wrong password is a failing login, not a failing service',
    ({ url }) => ({
      url: `${url}/api`,
      auth: {
        type: 'login',
        url: `${url}/token`,
        form: { grant_type: 'client_credentials', client_id: 'post', client_secret: 'wrong-secret' },
      },
    }),
    unhealthy('auth_failed', {
      status_code: null,
      error_message: expect.stringMatching(/^login at http.*\/token answered 401$/),
    }),
  ],
  [
    'login: a login that is not there is one, too',
    ({ url }) => ({ url: `${url}/api`, auth: { type: 'login', url: 'http://127.0.0.1:1/', password: 'pa55-word' } }),
    unhealthy('auth_failed', {
      error_message: expect.stringMatching(/^login at http:\/\/127\.0\.0\.1:1\/ failed: nothing listens on the port/),
    }),
  ],
];

describe('against an OAuth server', () => {
  testCases({
    start: () => startOAuthServer({ clients, privateKeys: { key: ES256 } }),
    cases: [...oauth2, ...login],
  });
});

describe('against an OAuth server whose tokens expire soon', () => {
  let server: OAuthServer;

  beforeAll(async () => {
    server = await startOAuthServer({ clients, privateKeys: { key: ES256 }, lifetimeS: 1 });
  });
  afterAll(() => server.stop());

  const isOver = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    expect(await ask({ url: `${server.url}/api`, headers })).toMatchObject({ statusCode: 401 });
  };

  test.each([
    ['oauth2', { type: 'oauth2', client_id: 'basic', client_secret: secret }, 'issuer', ''],
    [
      'login',
      {
        type: 'login',
        // Longer than the truth, so that the server refuses what we take for valid.
        expires_in: '1h',
        form: { grant_type: 'client_credentials', client_id: 'post', client_secret: secret },
      },
      'url',
      '/token',
    ],
  ])('%s logs in anew when a token is over', async (_type, options, place, path) => {
    const auth = authKey().parse({ ...options, [place]: `${server.url}${path}` });
    const context = authContext({ signal: AbortSignal.timeout(15_000) });
    const check = () => requestAs(auth, { url: `${server.url}/api`, method: 'GET', signal: context.signal }, context);
    const before = server.tokens.length;
    expect(await check()).toMatchObject({ statusCode: 200 });
    await vi.waitFor(() => isOver(server.tokens.at(-1)?.value ?? ''), { timeout: 10_000, interval: 100 });
    expect(await check()).toMatchObject({ statusCode: 200 });
    expect(server.tokens.length - before).toBe(2);
  });
});
