import { describe, expect, test } from 'vitest';
import { createSessions, type Session } from '../../../src/auth/sessions.ts';
import { bearerCarrier } from '../../../src/auth/tokens/carrier.ts';
import { type Login, loggedIn, loggedInAgain } from '../../../src/auth/tokens/login.ts';
import { loginRefused } from '../../../src/auth/tokens/login-failure.ts';
import { Failure } from '../../../src/domain/failure.ts';
import { Secret } from '../../../src/domain/secret.ts';
import type { HttpRequest } from '../../../src/http/client.ts';
import { authContext, unprovenRequest } from '../../support/auth-context.ts';

const url = 'https://login.example/in?token=abc';

function loginWith(logIn: Login['logIn'], options: object = { password: new Secret('pw') }): Login {
  return { type: 'test', options, url, carrier: bearerCarrier, logIn };
}

/** Logins that hand out `t1`, `t2`, … */
function counting() {
  let count = 0;
  return async (): Promise<Session> => {
    count += 1;
    return { token: `t${count}` };
  };
}

describe('a login', () => {
  test('is made once for all who have the same options and go the same way', async () => {
    const context = authContext();
    const logIn = counting();
    const insecure = unprovenRequest({ way: { tls: { insecure: true } } });
    const asked = await Promise.all([
      loggedIn(loginWith(logIn), unprovenRequest(), context),
      loggedIn(loginWith(logIn), unprovenRequest({ url: 'https://other.example' }), context),
      loggedIn(loginWith(logIn, { password: new Secret('other') }), unprovenRequest(), context),
      loggedIn(loginWith(logIn), insecure, context),
    ]);
    expect(asked.map(({ headers }) => headers.Authorization)).toEqual([
      'Bearer t1',
      'Bearer t1',
      'Bearer t2',
      'Bearer t3',
    ]);
    const since = asked.map(({ proof = '' }) => proof.split(', ')[1]);
    expect(since).toEqual(['fresh', 'kept from before', 'fresh', 'fresh']);
  });

  test('goes the way of its request, without redirects, and by the name of the request only to its host', async () => {
    const asked: HttpRequest[] = [];
    const http = {
      request: async (request: HttpRequest) => {
        asked.push(request);
        throw new Failure('connection_refused', 'no');
      },
    };
    const context = authContext({ http });
    const way = { proxy: 'http://proxy:3128', tls: { ca: 'CA', serverName: 'inner' }, resolver: '10.0.0.53' };
    for (const to of ['https://shop.example/login', 'https://login.example/']) {
      const logIn: Login['logIn'] = async ({ ask }) => ({ token: (await ask({ url: to, method: 'POST' })).body });
      await loggedIn(loginWith(logIn), unprovenRequest({ way }), context).catch(() => undefined);
    }
    const { signal } = context;
    expect(asked).toEqual([
      { url: 'https://shop.example/login', method: 'POST', ...way, signal },
      { url: 'https://login.example/', method: 'POST', ...way, tls: { ca: 'CA' }, signal },
    ]);
  });

  test.each([
    [loginRefused(url, 'answered 403'), 'auth_failed', 'login at https://login.example/in?token=*** answered 403'],
    [
      new Failure('connection_refused', 'nothing listens on the port'),
      'auth_failed',
      'login at https://login.example/in?token=*** failed: nothing listens on the port',
    ],
    [
      new Failure('tls_expired', 'too old'),
      'auth_failed',
      'login at https://login.example/in?token=*** failed: too old',
    ],
    [
      new Failure('network_unreachable', 'no route'),
      'network_unreachable',
      'login at https://login.example/in?token=*** failed: no route',
    ],
    [new TypeError('oops'), 'internal_error', 'login at https://login.example/in?token=*** failed: TypeError: oops'],
  ])('that fails with %s is told as %s', async (thrown, reason, message) => {
    const failing = loginWith(() => Promise.reject(thrown));
    const facts = { statusCode: 403 };
    Object.assign(thrown, { facts });
    await expect(loggedIn(failing, unprovenRequest(), authContext())).rejects.toMatchObject({
      reason,
      message,
      facts: {},
    });
  });
});

describe('after a refusal', () => {
  const given = (token: string) => ({
    request: unprovenRequest(),
    given: { headers: { Authorization: `Bearer ${token}` }, params: {} },
  });

  test('there is a new login, once for all who were refused with the same token', async () => {
    const context = authContext();
    const login = loginWith(counting());
    await loggedIn(login, unprovenRequest(), context);
    const renewed = await Promise.all([
      loggedInAgain(login, given('t1'), context),
      loggedInAgain(login, given('t1'), context),
    ]);
    expect(renewed.map((credentials) => credentials?.headers.Authorization)).toEqual(['Bearer t2', 'Bearer t2']);
    expect(renewed[0]?.proof).toContain(', fresh after a refusal, ');
    expect((await loggedInAgain(login, given('t1'), context))?.headers.Authorization).toBe('Bearer t2');
  });

  test('the refusal stands where the new login hands out the same token', async () => {
    const context = authContext();
    const login = loginWith(async () => ({ token: 'always' }));
    expect(await loggedInAgain(login, given('always'), context)).toBeUndefined();
  });
});

describe('a login that another attempt has begun', () => {
  function untilAborted(signal: AbortSignal, begun: () => void): Promise<never> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Failure('timeout', 'time is up')));
      begun();
    });
  }

  test('is begun anew when time was up for that attempt alone', async () => {
    const sessions = createSessions({ now: Date.now });
    const first = new AbortController();
    let logins = 0;
    const login = loginWith(() => {
      logins += 1;
      return logins === 1 ? untilAborted(first.signal, () => undefined) : Promise.resolve({ token: 'second' });
    });
    const cutShort = loggedIn(login, unprovenRequest(), authContext({ sessions, signal: first.signal }));
    const waiting = [1, 2].map(() => loggedIn(login, unprovenRequest(), authContext({ sessions })));
    first.abort(new DOMException('time', 'TimeoutError'));
    await expect(cutShort).rejects.toMatchObject({ reason: 'auth_failed', cause: { reason: 'timeout' } });
    for (const credentials of await Promise.all(waiting))
      expect(credentials.headers.Authorization).toBe('Bearer second');
    expect(logins).toBe(2);
  });

  test.each([
    [new DOMException('time', 'TimeoutError'), 'auth_failed', 'no complete answer within the timeout: '],
    [new DOMException('stop', 'AbortError'), 'interrupted', 'stopped before the answer: '],
  ])('is not waited for any longer than an attempt has time (%s)', async (abortReason, reason, why) => {
    const sessions = createSessions({ now: Date.now });
    const login = loginWith(() => new Promise(() => undefined));
    const own = new AbortController();
    void loggedIn(login, unprovenRequest(), authContext({ sessions, signal: new AbortController().signal }));
    const waiting = loggedIn(login, unprovenRequest(), authContext({ sessions, signal: own.signal }));
    own.abort(abortReason);
    await expect(waiting).rejects.toMatchObject({
      reason,
      message: `login at https://login.example/in?token=*** failed: ${why}waiting for the login of another check`,
    });
  });
});
