import { describe, expect, onTestFinished, test } from 'vitest';
import { scopeOf } from '../../../src/api/access/claims.ts';
import { auditPageSchema } from '../../../src/api/resources/audit.ts';
import type { OidcSettings } from '../../../src/config/config.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { startOpenIdProvider } from '../../support/peers/openid-provider.ts';
import { apiWorld } from '../api-world.ts';

/** A dashboard whose people log in at a provider of our own, and a browser. */
async function dashboard(allow: OidcSettings['allow'], changes: Partial<OidcSettings> = {}) {
  const provider = await startOpenIdProvider();
  onTestFinished(() => provider.stop());
  const oidc: OidcSettings = {
    issuer: provider.url,
    clientId: 'svcmon',
    clientSecret: new Secret('the-secret-of-the-client'),
    scopes: ['openid', 'email', 'profile', 'groups'],
    redirectUrl: provider.redirectUrl,
    groupsClaim: 'groups',
    allow,
    ...changes,
  };
  const world = await apiWorld({ settings: { oidc, requireToken: true } });
  provider.sendBackTo(`${world.root}/login/callback`);
  return { world, provider, browser: createBrowser() };
}

/** Follows redirects as a browser does, with a jar of cookies for each host. */
function createBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const cookiesFor = (url: string) => [...(jars.get(new URL(url).host) ?? [])].map((pair) => pair.join('=')).join('; ');
  const take = (url: string, answer: Response) => {
    const jar = jars.get(new URL(url).host) ?? new Map<string, string>();
    jars.set(new URL(url).host, jar);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
  };
  return {
    cookiesFor,
    /** Where it ends up, and with what. */
    async go(start: string): Promise<{ readonly url: string; readonly status: number }> {
      let url = start;
      for (let hops = 0; hops < 12; hops += 1) {
        const answer = await fetch(url, { redirect: 'manual', headers: { cookie: cookiesFor(url) } });
        take(url, answer);
        const location = answer.headers.get('location');
        if (location === null) return { url, status: answer.status };
        url = new URL(location, url).href;
      }
      throw new Error('the browser is sent in circles');
    },
  };
}

describe('a person', () => {
  test('who is allowed has a session once the provider has said who it is', async () => {
    const { world, browser } = await dashboard([{ email: '*@shop.example', scope: 'admin' }]);
    expect((await browser.go(`${world.root}/login`)).url).toBe(`${world.root}/`);
    const headers = { cookie: browser.cookiesFor(world.root) };
    expect(await (await fetch(`${world.url}/session`, { headers })).json()).toMatchObject({
      ...{ name: 'ada@shop.example', scope: 'admin', kind: 'session' },
      login: { token: true, oidc: true },
    });
    const { items } = auditPageSchema.parse(await (await fetch(`${world.url}/audit`, { headers })).json());
    expect(items).toMatchObject([{ by: 'ada@shop.example', action: 'finishLogin' }]);
  });

  test('who is not is refused, and has no session', async () => {
    const { world, browser } = await dashboard([{ email: 'eve@shop.example', scope: 'admin' }]);
    expect((await browser.go(`${world.root}/login`)).status).toBe(403);
    expect(browser.cookiesFor(world.root)).not.toContain('svcmon_session');
  });

  test('is not let in by a provider that does not know our secret', async () => {
    const allow = [{ email: '*@shop.example', scope: 'admin' }] as const;
    const { world, browser } = await dashboard(allow, { clientSecret: new Secret('another') });
    expect((await browser.go(`${world.root}/login`)).status).toBe(403);
  });
});

describe('a callback', () => {
  const allow = [{ email: '*@shop.example', scope: 'admin' }] as const;

  test('in a browser that was not sent away from here lets nobody in', async () => {
    const { world, provider, browser } = await dashboard(allow);
    provider.sendBackTo('http://127.0.0.1:9/stolen');
    const stolen = await browser.go(`${world.root}/login`).catch(() => provider.lastSentTo());
    const query = new URL(typeof stolen === 'string' ? stolen : stolen.url).search;
    expect(query).toContain('code=');
    expect((await fetch(`${world.root}/login/callback${query}`, { redirect: 'manual' })).status).toBe(403);
  });

  test.each(['', '?code=a&state=b', '?error=access_denied&state=b'])('with %j lets nobody in', async (query) => {
    const { world } = await dashboard(allow);
    const headers = { cookie: 'svcmon_login=b' };
    expect((await fetch(`${world.root}/login/callback${query}`, { headers })).status).toBe(403);
  });

  test('is good once', async () => {
    const { world, provider, browser } = await dashboard(allow);
    await browser.go(`${world.root}/login`);
    const headers = { cookie: browser.cookiesFor(world.root) };
    const again = await fetch(provider.lastSentTo(), { headers, redirect: 'manual' });
    expect(again.status).toBe(403);
  });
});

describe('the page that a person came from', () => {
  const allow = [{ email: '*@shop.example', scope: 'read' }] as const;
  const headers = { accept: 'text/html,*/*' };

  test.each([
    ['/incidents?open=true', '/incidents?open=true'],
    ['/services/a%20b', '/services/a%20b'],
    ['/..//evil.example/', '/evil.example/'],
  ])('%s is come back to at %s', async (to, page) => {
    const { world, browser } = await dashboard(allow);
    const { url } = await browser.go(`${world.root}/login?to=${encodeURIComponent(to)}`);
    expect(url).toBe(world.root + page);
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/a\nb'])(
    'cannot be elsewhere: %j',
    async (to) => {
      const { world } = await dashboard(allow);
      const answer = await fetch(`${world.root}/login?to=${encodeURIComponent(to)}`, { redirect: 'manual' });
      expect(answer.status).toBe(400);
    },
  );

  test('tells a browser that nobody is let in, and writes down no login', async () => {
    const { world, provider } = await dashboard([{ email: 'eve@shop.example', scope: 'admin' }]);
    const answer = await fetch(`${world.root}/login/callback?code=a&state=b`, { headers, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/?login=refused']);
    const { entries } = await world.store.audit({ limit: 10, offset: 0 });
    expect(entries).toEqual([]);
    await provider.stop();
    const begun = await fetch(`${world.root}/login?to=/incidents`, { headers, redirect: 'manual' });
    expect(begun.headers.get('location')).toBe('/incidents?login=unreachable');
  });
});

test('a provider that does not answer is told as such', async () => {
  const { world, provider } = await dashboard([{ email: '*@shop.example', scope: 'read' }]);
  await provider.stop();
  expect((await fetch(`${world.root}/login`)).status).toBe(502);
});

test('without a provider there is no such login', async () => {
  const { root } = await apiWorld();
  expect((await fetch(`${root}/login`)).status).toBe(404);
});

test.each([
  [{ email: 'ada@a.example', email_verified: true }, 'write'],
  [{ email: 'ADA@A.example', email_verified: true }, 'write'],
  [{ email: 'ada@a.example' }, undefined],
  [{ email: 'ada@a.example', email_verified: 'true' }, undefined],
  [{ email: 'bob@a.example', email_verified: true }, 'read'],
  [{ email: 'bob@evil.a.example', email_verified: true }, undefined],
  [{ email: 'bob@a.example@evil.example', email_verified: true }, undefined],
  [{ email: '@a.example', email_verified: true }, undefined],
  [{ groups: ['ops'] }, 'admin'],
  [{ groups: 'ops' }, undefined],
  [{ groups: ['dev', 'ops'], email: 'ada@a.example', email_verified: true }, 'admin'],
  [{}, undefined],
])('somebody with %j may do %s', (claims, scope) => {
  const allow = [
    { email: '*@a.example', scope: 'read' },
    { email: 'ada@a.example', scope: 'write' },
    { group: 'ops', scope: 'admin' },
  ] as const;
  expect(scopeOf(claims, { allow, groupsClaim: 'groups' })).toBe(scope);
});
