import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import type { HttpClient } from '../../src/http/client.ts';
import { authContext } from '../support/auth-context.ts';
import { loopbackHttp } from '../support/loopback-http.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { type Httpbin, startHttpbin } from '../support/peers/httpbin.ts';

const auth = { type: 'digest', username: 'ann', password: 'right' };

/** A service behind httpbin's digest with these parts: protection, user, password and algorithm. */
function guarded(path: string, more: object = {}): Case<Httpbin>[1] {
  return ({ url }) => ({ url: `${url}/digest-auth/${path}`, auth, ...more });
}

const letIn = { ...healthy, status_code: 200 };

const cases: readonly Case<Httpbin>[] = [
  ...['MD5', 'SHA-256'].flatMap((algorithm): Case<Httpbin>[] =>
    ['auth', 'auth-int', 'either'].map((protection) => [
      `${algorithm} with the protection ${protection}`,
      guarded(`${protection}/ann/right/${algorithm}`, { assertions: ['json.authenticated == true'] }),
      letIn,
    ]),
  ),
  ['a password with a colon', guarded('auth/ann/p@:w~/SHA-256', { auth: { ...auth, password: 'p@:w~' } }), letIn],
  ['the wrong password is a 401', guarded('auth/ann/other/MD5'), unhealthy('unexpected_status', { status_code: 401 })],
  [
    'another user is a 401',
    guarded('auth/ben/right/MD5', { auth: { ...auth, username: 'ben', password: 'other' } }),
    unhealthy('unexpected_status', { status_code: 401 }),
  ],
  [
    'an algorithm that nobody knows',
    guarded('auth/ann/right/SHA-512'),
    unhealthy('auth_failed', {
      status_code: 401,
      error_message: expect.stringContaining('of digest the server offers only SHA-512'),
    }),
  ],
  [
    'a server that asks for basic',
    ({ url }) => ({ url: `${url}/basic-auth/ann/right`, auth }),
    unhealthy('auth_failed', {
      status_code: 401,
      error_message: expect.stringContaining('the server asks for basic, not for digest'),
    }),
  ],
  ['a server that asks for nothing', ({ url }) => ({ url: `${url}/get`, auth }), letIn],
];

describeWithPeers(['httpbin'], 'digest against httpbin', () => {
  testCases({ start: startHttpbin, cases });

  describe('from check to check', () => {
    let httpbin: Httpbin | undefined;
    beforeAll(async () => {
      httpbin = await startHttpbin();
    });
    afterAll(() => httpbin?.stop());

    test('the nonce is used again, and its uses are counted', async () => {
      const { ask, sent } = checksOf(`${httpbin?.url}/digest-auth/auth/ann/right/MD5`);
      expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 200]);
      expect(sent.map(({ count }) => count)).toEqual([undefined, '00000001', '00000002', '00000003']);
      expect(new Set(sent.slice(1).map(({ nonce }) => nonce)).size).toBe(1);
    });

    test('a stale nonce is replaced by the next one', async () => {
      const { ask, sent, outdate } = checksOf(`${httpbin?.url}/digest-auth/auth/ann/right/SHA-256`);
      expect(await ask()).toBe(200);
      outdate();
      expect([await ask(), await ask()]).toEqual([200, 200]);
      expect(sent.map(({ count }) => count)).toEqual([undefined, '00000001', '00000002', '00000001', '00000002']);
      expect(new Set(sent.slice(1).map(({ nonce }) => nonce)).size).toBe(2);
    });
  });
});

interface Sent {
  readonly nonce: string | undefined;
  readonly count: string | undefined;
}

/** Asks as one service does from check to check, and notes what is sent. */
function checksOf(url: string) {
  const sent: Sent[] = [];
  let staleNonce: string | undefined;
  const http: HttpClient = {
    request: (request) => {
      const { Authorization = '' } = request.headers ?? {};
      sent.push({ nonce: /\bnonce="([^"]*)/.exec(Authorization)?.[1], count: /\bnc=(\w+)/.exec(Authorization)?.[1] });
      // httpbin takes a nonce that it named in this cookie for a stale one.
      const cookie = staleNonce === undefined ? {} : { Cookie: `last_nonce=${staleNonce}` };
      return loopbackHttp.request({ ...request, headers: { ...request.headers, ...cookie } });
    },
  };
  const bound = authKey().parse(auth);
  const context = authContext({ http });
  return {
    sent,
    ask: async () => (await requestAs(bound, { url, method: 'GET', signal: context.signal }, context)).statusCode,
    outdate() {
      staleNonce = sent.at(-1)?.nonce;
    },
  };
}
