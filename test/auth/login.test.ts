import { describe, expect, test } from 'vitest';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import type { AuthContext } from '../../src/auth/scheme.ts';
import { secretsIn } from '../../src/domain/secret.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { closedPort } from '../support/fault-server.ts';
import type { LocalServer } from '../support/local-server.ts';
import { type Page, redirectsTo, says, startSite } from '../support/local-site.ts';

const parse = (more: object) => authKey().parse({ type: 'login', url: 'https://login.example/', ...more });

/** Hands out `token-1`, `token-2`, … and lets in who has the last of them. */
async function startShop(more: object = {}) {
  let count = 0;
  const login: Page = (_question, response) => {
    count += 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: `token-${count}`, ...more }));
  };
  const page: Page = ({ headers }, response) => {
    response.writeHead(headers.authorization === `Bearer token-${count}` ? 200 : 401).end(headers.authorization);
  };
  const site = await startSite({ '/login': login, '/health': page, '/never': says('no') });
  return { site, logins: () => site.asked.filter(({ url }) => url === '/login').length, revoke: () => (count += 1) };
}

const loginTo = ({ url }: LocalServer, more: object = {}) =>
  parse({ url: `${url}/login`, username: 'ann', password: 'pa55-word', ...more });

const ask = (site: LocalServer, auth: ReturnType<typeof parse>, context: AuthContext) =>
  requestAs(auth, { url: `${site.url}/health`, method: 'GET', signal: context.signal }, context);

describe('login', () => {
  test('sends the token that a login hands out, to all who ask at the same time and after', async () => {
    const { site, logins } = await startShop({ expires_in: 3_600 });
    const context = authContext();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(site, loginTo(site), context)));
    answers.push(await ask(site, loginTo(site), context));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`))).toEqual(
      new Set(['200 Bearer token-1']),
    );
    expect(logins()).toBe(1);
    expect(context.sessions.tokens()).toEqual(['token-1']);
  });

  test('logs in once more when the token is refused', async () => {
    const { site, logins, revoke } = await startShop();
    const context = authContext();
    await ask(site, loginTo(site), context);
    revoke();
    expect(await ask(site, loginTo(site), context)).toMatchObject({ statusCode: 200, body: 'Bearer token-3' });
    expect(logins()).toBe(2);
  });

  test('lets the second refusal stand', async () => {
    const site = await startSite({
      '/login': says('{"access_token":"t"}'),
      '/health': (_question, response) => response.writeHead(401).end(),
    });
    const context = authContext();
    expect(await ask(site, loginTo(site), context)).toMatchObject({ statusCode: 401 });
    expect(site.asked.map(({ url }) => url)).toEqual(['/login', '/health', '/login']);
  });

  test.each([
    [{}, '{"username":"ann","password":"pa55-word"}', 'application/json'],
    [{ json: { tenant: 7 } }, '{"tenant":7,"username":"ann","password":"pa55-word"}', 'application/json'],
    [
      { form: { grant_type: 'password', remember: true } },
      'grant_type=password&remember=true&username=ann&password=pa55-word',
      'application/x-www-form-urlencoded',
    ],
    [{ username: undefined, password: undefined }, '', undefined],
    [{ username: undefined, password: undefined, json: { a: [{ b: 1 }] } }, '{"a":[{"b":1}]}', 'application/json'],
    [{ method: 'put', headers: { 'Content-Type': 'text/x' } }, '{"username":"ann","password":"pa55-word"}', 'text/x'],
  ])('with %j logs in with the body %s', async (more, body, contentType) => {
    const { site } = await startShop();
    await ask(site, loginTo(site, more), authContext());
    const [asked] = site.asked;
    expect(asked).toMatchObject({ method: 'method' in more ? 'PUT' : 'POST', body });
    expect(asked?.headers['content-type']).toBe(contentType);
  });

  test.each([
    [{ token: 'json.data.token' }, 'Authorization', 'Bearer deep'],
    [{ token: 'body', prefix: '' }, 'Authorization', '{"data":{"token":"deep","id":17}}'],
    [{ token: 'json.data.id', header: 'X-Session' }, 'X-Session', '17'],
    [{ token: 'headers["X-Token"] + "!"', header: 'X-Auth-Token' }, 'X-Auth-Token', 'from-header!'],
    [{ token: 'json.data.token', header: 'X-Auth', prefix: 'Token' }, 'X-Auth', 'Token deep'],
  ])('with %j sends %s: %s', async (more, header, value) => {
    const { url } = await startSite({
      '/login': says('{"data":{"token":"deep","id":17}}', { 'x-token': 'from-header' }),
    });
    const auth = parse({ url: `${url}/login`, ...more });
    expect(auth.adds()).toEqual({ headers: [header], params: [] });
    expect(await auth.credentials(unprovenRequest(), authContext())).toEqual({
      headers: { [header]: value },
      params: {},
      proof: `login: token from ${url}/login, fresh, valid until refused`,
    });
  });
});

describe('the token of a login', () => {
  const at = Date.UTC(2026, 10, 21);

  test.each([
    ['as the answer says', {}, { expires_in: 60 }, 50_000],
    ['as the answer says, in text', {}, { expires_in: '60' }, 50_000],
    ['as long as the configuration says', { expires_in: '30s' }, { expires_in: 60 }, 20_000],
    ['as long as another place says', { expires_in: 'json.ttl' }, { ttl: '2m' }, 110_000],
    ['until an instant', { expires_in: 'timestamp(json.until)' }, { until: '2026-11-21T00:01:00Z' }, 50_000],
    ['for a duration of CEL', { expires_in: 'duration(json.ttl)' }, { ttl: '60s' }, 50_000],
  ])('is used %s', async (_how, options, said, usedForMs) => {
    const clock = createFakeClock({ at });
    const { site, logins } = await startShop(said);
    const context = authContext({ clock });
    await ask(site, loginTo(site, options), context);
    await clock.advance(usedForMs - 1);
    await ask(site, loginTo(site, options), context);
    expect(logins()).toBe(1);
    await clock.advance(1);
    expect(await ask(site, loginTo(site, options), context)).toMatchObject({ statusCode: 200 });
    expect(logins()).toBe(2);
  });

  test('is used until it is refused where nobody says how long', async () => {
    const clock = createFakeClock({ at });
    const { site, logins } = await startShop();
    const context = authContext({ clock });
    await ask(site, loginTo(site), context);
    await clock.advance(365 * 86_400_000);
    await ask(site, loginTo(site), context);
    expect(logins()).toBe(1);
  });
});

describe('a login that comes to nothing', () => {
  test.each([
    ['refuses', (_question, response) => response.writeHead(403).end('secret words'), {}, 'answered 403'],
    ['redirects', redirectsTo('/never'), {}, 'answered 302'],
    ['says something else', says('tok-en'), {}, 'answered 200, but json.access_token yields no token'],
    ['is empty', says(''), {}, 'answered 200, but json.access_token yields no token'],
    ['has it elsewhere', says('{"token":"abc"}'), {}, 'answered 200, but json.access_token yields no token'],
    ['has an object', says('{"access_token":{"a":1}}'), {}, 'answered 200, but json.access_token yields no token'],
    ['has a line break', says('{"access_token":"a\\nb"}'), {}, 'answered 200, but json.access_token yields no token'],
    [
      'has an endless one',
      says(`{"access_token":"${'a'.repeat(20_000)}"}`),
      {},
      'answered 200, but json.access_token yields no token',
    ],
    ['goes on', says(' '.repeat(1_100_000)), { token: 'body' }, 'answered 200, but body yields no token'],
    ['fails an expression', says('tok-en'), { token: 'json["a"]' }, 'answered 200, but json["a"] yields no token'],
    [
      'has no such lifetime',
      says('{"access_token":"abc"}'),
      { expires_in: 'json.ttl' },
      'answered 200, but json.ttl yields neither a duration nor a timestamp',
    ],
  ] as readonly (readonly [string, Page, object, string])[])(
    'since it %s is told as such',
    async (_why, page, more, message) => {
      const site = await startSite({ '/login': page, '/health': says('ok') });
      await expect(ask(site, loginTo(site, more), authContext())).rejects.toMatchObject({
        reason: 'auth_failed',
        message: `login at ${site.url}/login ${message}`,
        facts: {},
      });
      expect(site.asked.map(({ url }) => url)).toEqual(['/login']);
    },
  );

  test('since nothing listens says so', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/login`;
    const auth = parse({ url, password: 'pa55-word' });
    await expect(auth.credentials(unprovenRequest(), authContext())).rejects.toMatchObject({
      reason: 'auth_failed',
      message: expect.stringContaining(`login at ${url} failed: nothing listens on the port`),
    });
  });
});

describe('the options of a login', () => {
  test('hold as secrets all of the body but who logs in to what', () => {
    const auth = parse({
      password: 'pa55',
      json: {
        username: 'ann',
        client_id: 'app',
        tenantId: 'acme',
        pin: 123_456,
        keys: ['k-1', { otp: 'o-2' }],
        remember: true,
        empty: '',
      },
    });
    expect(new Set(secretsIn(auth))).toEqual(new Set(['pa55', '123456', 'k-1', 'o-2']));
    expect(JSON.stringify(auth)).not.toMatch(/pa55|123456|k-1|o-2/);
  });

  test.each([
    [{ json: {}, form: {} }, ['form']],
    [{ json: { username: 'a' }, username: 'b' }, ['username']],
    [{ url: 'login.example' }, ['url']],
    [{ json: 'text' }, ['json']],
    [{ form: { a: {} } }, ['form', 'a']],
    [{ token: '' }, ['token']],
    [{ expires_in: 0 }, ['expires_in']],
    [{ header: 'X Auth' }, ['header']],
    [{ prefix: 'a b' }, ['prefix']],
    [{ headers: { 'X-A': 'a\nb' } }, ['headers', 'X-A']],
  ])('refuse %j', (options, path) => {
    const { error } = authKey().safeParse({ type: 'login', url: 'https://login.example/', ...options });
    expect(error?.issues.map((issue) => issue.path)).toEqual([path]);
  });
});
