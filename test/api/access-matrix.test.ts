import { describe, expect, test } from 'vitest';
import { methodsOf, urlOf } from '../../src/api/add-route.ts';
import { routes } from '../../src/api/registry.ts';
import { allows } from '../../src/domain/access.ts';
import { apiWorld } from './api-world.ts';

const callers = ['none', 'read', 'write', 'admin'] as const;
const allRoutes = routes
  .filter(({ operationId }) => operationId !== 'streamEvents')
  .flatMap((route) => methodsOf(route).map((method) => ({ route, method, name: `${method} ${route.path}` })));

/** Something for every part of a path that varies: what matters is who is let in, not what they find. */
function pathOf(url: string): string {
  return url.replace(/:\w+/g, 'x');
}

describe.each(callers)('a caller with the scope %s', (scope) => {
  test('is let in where the scope is enough, and nowhere else', async () => {
    const { root, token } = await apiWorld({ settings: { requireToken: true } });
    const headers: Record<string, string> = scope === 'none' ? {} : await token(scope);
    const statuses = allRoutes.map(async ({ route, method, name }) => {
      const answer = await fetch(`${root}${pathOf(urlOf(route, { basePath: '' }))}`, { method, headers });
      return [name, refusedAs(answer.status)];
    });
    // What a login lacks is refused in the same way as a missing token.
    const expected = allRoutes.map(({ route, name }) => {
      if (allows(scope, route.scope)) return [name, 'no'];
      return [name, scope === 'none' ? 'who are you?' : 'that is not for you'];
    });
    expect(await Promise.all(statuses)).toEqual(expected);
  });
});

function refusedAs(status: number): string {
  if (status === 401) return 'who are you?';
  return status === 403 ? 'that is not for you' : 'no';
}

describe('without a token', () => {
  const path = '/system';

  test('this machine may read, where nothing else is asked for', async () => {
    const { url } = await apiWorld();
    expect((await fetch(`${url}${path}`)).status).toBe(200);
    expect((await fetch(`${url}/audit`)).status).toBe(401);
  });

  test.each([
    ['a proxy passes on what may come from anywhere', { 'x-forwarded-for': '192.0.2.1' }],
    ['a proxy names itself', { via: '1.1 proxy' }],
  ])('nobody may read where %s', async (_name, headers) => {
    const { url } = await apiWorld();
    expect((await fetch(`${url}${path}`, { headers })).status).toBe(401);
  });

  test('nobody may read where it is listened beyond this machine', async () => {
    const { url } = await apiWorld({ settings: { listen: { host: '0.0.0.0', port: 0 } } });
    expect((await fetch(`${url}${path}`)).status).toBe(401);
  });
});

describe('a token', () => {
  test('that is unknown lets nobody in, not even where none is needed', async () => {
    const { url } = await apiWorld();
    for (const authorization of ['Bearer nonsense', 'Basic YTpi', 'Bearer', '', 'Bearer a b']) {
      const answer = await fetch(`${url}/system`, { headers: { authorization: authorization || 'x' } });
      expect([authorization, answer.status]).toEqual([authorization, 401]);
      expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
    }
  });

  test('that has expired lets nobody in', async () => {
    const { url, token } = await apiWorld();
    expect((await fetch(`${url}/audit`, { headers: await token('admin', { expiresAt: 1 }) })).status).toBe(401);
  });

  test('that was revoked lets nobody in within a second', async () => {
    const { url, token, store } = await apiWorld();
    const headers = await token('admin');
    expect((await fetch(`${url}/audit`, { headers })).status).toBe(200);
    await store.removeAccessToken('t-adminer');
    await expect.poll(async () => (await fetch(`${url}/audit`, { headers })).status, { timeout: 3_000 }).toBe(401);
  });

  test('is written nowhere but as its hash', async () => {
    const { url, token, store, accesses } = await apiWorld();
    const headers = await token('admin');
    await fetch(`${url}/audit`, { headers });
    const secret = headers.authorization.replace('Bearer ', '');
    const stored = JSON.stringify([await store.accessTokens(), accesses, await store.audit({ limit: 10 })]);
    expect(stored).toContain('adminer');
    expect(stored).not.toContain(secret);
  });
});
