import { describe, expect, test } from 'vitest';
import { auditPageSchema } from '../../../src/api/resources/audit.ts';
import { type ApiWorld, apiWorld } from '../api-world.ts';

function logIn({ url }: ApiWorld, body: unknown, headers: Record<string, string> = {}) {
  const json = { 'content-type': 'application/json', ...headers };
  return fetch(`${url}/session`, { method: 'POST', headers: json, body: JSON.stringify(body) });
}

function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('a browser', () => {
  test('that shows a token once has a session of its scope from then on', async () => {
    const world = await apiWorld();
    const { authorization } = await world.token('admin', { name: 'ada' });
    const answer = await logIn(world, { token: authorization.replace('Bearer ', '') });
    expect(await answer.json()).toMatchObject({ name: 'ada', scope: 'admin', kind: 'session', read_only: false });
    const cookie = answer.headers.get('set-cookie');
    expect(cookie).toMatch(/^svcmon_session=svcmon_[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await fetch(`${world.url}/audit`, { headers: { cookie: cookieOf(answer) } })).status).toBe(200);
    // What is in the cookie is of no use as a token: that would need no browser.
    const stolen = { authorization: `Bearer ${cookieOf(answer).split('=')[1]}` };
    expect((await fetch(`${world.url}/audit`, { headers: stolen })).status).toBe(401);
  });

  test('has its cookie below the base path, and over TLS only where it came so', async () => {
    const world = await apiWorld({ settings: { basePath: '/svcmon', trustProxy: ['127.0.0.1'] } });
    const code = world.parts.sessions.makeCode();
    const answer = await logIn(world, { code }, { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' });
    expect(answer.headers.get('set-cookie')).toMatch(/Path=\/svcmon\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  test('gets in once by the code of a link', async () => {
    const world = await apiWorld();
    const code = world.parts.sessions.makeCode();
    const answer = await logIn(world, { code });
    expect(await answer.json()).toMatchObject({ name: 'local', scope: 'admin', kind: 'session' });
    expect((await logIn(world, { code })).status).toBe(401);
  });

  test('is out once it logs out, and once its token is revoked', async () => {
    const world = await apiWorld();
    const { authorization } = await world.token('admin');
    const token = authorization.replace('Bearer ', '');
    const [first, second] = [await logIn(world, { token }), await logIn(world, { token })];
    const status = async (answer: Response) =>
      (await fetch(`${world.url}/audit`, { headers: { cookie: cookieOf(answer) } })).status;
    const out = await fetch(`${world.url}/session`, { method: 'DELETE', headers: { cookie: cookieOf(first) } });
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect([await status(first), await status(second)]).toEqual([401, 200]);
    await world.store.removeAccessToken('t-adminer');
    await expect.poll(() => status(second), { timeout: 3_000 }).toBe(401);
  });

  test('is told who it is, also where that is nobody', async () => {
    const { url } = await apiWorld({ settings: { requireToken: true, readOnly: true } });
    expect(await (await fetch(`${url}/session`)).json()).toEqual({
      name: 'anonymous',
      scope: 'none',
      kind: 'anonymous',
      expires: null,
      read_only: true,
      login: { token: true, oidc: false },
    });
  });
});

describe('a login', () => {
  test('can be tried five times in a row', async () => {
    const world = await apiWorld();
    const { authorization } = await world.token('read');
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await logIn(world, { token: 'guess' })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const late = await logIn(world, { token: authorization.replace('Bearer ', '') });
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '12']);
  });

  test('is written down with who came in', async () => {
    const world = await apiWorld();
    await logIn(world, { token: 'guess' });
    await logIn(world, { code: world.parts.sessions.makeCode() });
    const answer = await fetch(`${world.url}/audit`, { headers: await world.token('admin') });
    const { items, total } = auditPageSchema.parse(await answer.json());
    expect(total).toBe(1);
    expect(items).toEqual([
      expect.objectContaining({ by: 'local', client: '127.0.0.1', action: 'logIn', status: 200 }),
    ]);
  });

  test.each([
    ['a key too many', { token: 'a', scope: 'admin' }],
    ['two ways at once', { token: 'a', code: 'b' }],
    ['neither', {}],
  ])('with %s is refused', async (_name, body) => {
    expect((await logIn(await apiWorld(), body)).status).toBe(400);
  });
});

test('changes are told page by page, the newest first', async () => {
  const { url, token, store } = await apiWorld();
  const headers = await token('admin');
  for (let at = 0; at < 5; at += 1) {
    const what = { by: 'ci', client: '::1', target: 'a', status: 201, requestId: 'r' };
    await store.addAudit({ at, action: `action${at}`, ...what });
  }
  const page = async (query: string) =>
    auditPageSchema.parse(await (await fetch(`${url}/audit?limit=2${query}`, { headers })).json());
  const actions: string[][] = [];
  let next: string | null = '';
  while (next !== null) {
    const { items, total, next_cursor } = await page(next === '' ? '' : `&cursor=${next}`);
    expect(total).toBe(5);
    actions.push(items.map(({ action }) => action));
    next = next_cursor;
  }
  expect(actions).toEqual([['action4', 'action3'], ['action2', 'action1'], ['action0']]);
});
