import { describe, expect, test } from 'vitest';
import { authKey } from '../../src/auth/registry.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';

const parse = (more: object) => authKey().parse({ type: 'api_key', key: 'k-123', ...more });

describe('api_key', () => {
  test.each([
    [{}, { headers: { 'X-API-Key': 'k-123' }, params: {}, proof: 'api_key: key in the header X-API-Key' }],
    [{ name: 'X-Auth' }, { headers: { 'X-Auth': 'k-123' }, params: {}, proof: 'api_key: key in the header X-Auth' }],
    [
      { in: 'query' },
      { headers: {}, params: { api_key: 'k-123' }, proof: 'api_key: key in the query parameter api_key' },
    ],
    [
      { in: 'query', name: 'code' },
      { headers: {}, params: { code: 'k-123' }, proof: 'api_key: key in the query parameter code' },
    ],
  ])('with %j adds %j to a request', async (options, credentials) => {
    const auth = parse(options);
    expect(await auth.credentials(unprovenRequest(), authContext())).toEqual(credentials);
    expect(auth.adds()).toEqual({ headers: Object.keys(credentials.headers), params: Object.keys(credentials.params) });
  });

  test('derives no further secrets', () => {
    expect(parse({}).derivedSecrets()).toEqual([]);
  });

  test.each([
    [{ name: 'X Auth' }],
    [{ name: 'X-Auth:' }],
    [{ name: '' }],
    [{ in: 'cookie' }],
    [{ key: '' }],
    [{ key: 'k-123\r\nX-Evil: 1' }],
    [{ key: 'snow☃' }],
  ])('refuses %j', (options) => {
    expect(authKey().safeParse({ type: 'api_key', key: 'k-123', ...options }).success).toBe(false);
  });
});
