import { describe, expect, test } from 'vitest';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import { authContext } from '../support/auth-context.ts';
import { failureFrom } from '../support/failures.ts';
import { says, startSite } from '../support/local-site.ts';
import { startDigestSite } from './digest-site.ts';

const options = { type: 'digest', username: 'ann', password: 'right' };

/** Asks as one service does from check to check; resolves with the status codes. */
function asker(url: string, changes: object = {}) {
  const auth = authKey().parse({ ...options, ...changes });
  const context = authContext();
  const { signal } = context;
  return async (more: object = {}) =>
    (await requestAs(auth, { url, method: 'GET', signal, ...more }, context)).statusCode;
}

async function statuses(ask: () => Promise<number>, times: number): Promise<readonly number[]> {
  const seen: number[] = [];
  while (seen.length < times) seen.push(await ask());
  return seen;
}

describe('digest', () => {
  test('asks once without an answer, then uses the nonce again and counts', async () => {
    const site = await startDigestSite({ password: 'right' });
    expect(await statuses(asker(`${site.url}/guarded`), 3)).toEqual([200, 200, 200]);
    expect(site.asked.map(({ headers }) => headers.authorization !== undefined)).toEqual([false, true, true, true]);
    expect(site.accepted).toEqual(['1: 00000001', '1: 00000002', '1: 00000003']);
  });

  test('tells by what it was proven, or that nobody asked for it', async () => {
    const site = await startDigestSite({ password: 'right' });
    const open = await startSite({ '/': says('for all') });
    const auth = authKey().parse({ type: 'digest', username: 'ann', password: 'right' });
    const proofAt = async (url: string) => {
      const { proof } = await requestAs(
        auth,
        { url, method: 'GET', signal: AbortSignal.timeout(5_000) },
        authContext(),
      );
      return proof;
    };
    expect(await proofAt(`${site.url}/guarded`)).toBe('digest: MD5 with qop auth, as ann');
    expect(await proofAt(open.url)).toBe('digest: not asked for');
  });

  test('proves method, path and query', async () => {
    const site = await startDigestSite({ password: 'right' });
    const ask = asker(`${site.url}/guarded?a=b%20c`);
    expect(await ask({ method: 'POST', json: { a: 1 }, params: { x: ['1', 'ü'] } })).toBe(200);
    expect(await ask({ method: 'DELETE' })).toBe(200);
  });

  test('goes on with the next nonce when one is stale', async () => {
    const site = await startDigestSite({ password: 'right', usesPerNonce: 2 });
    expect(await statuses(asker(`${site.url}/guarded`), 4)).toEqual([200, 200, 200, 200]);
    expect(site.accepted).toEqual(['1: 00000001', '1: 00000002', '2: 00000001', '2: 00000002']);
  });

  test.each([true, false])(
    'gets over a restart of the server, whether it says stale (%s) or not',
    async (saysStale) => {
      const site = await startDigestSite({ password: 'right', saysStale });
      const ask = asker(`${site.url}/guarded`);
      await ask();
      site.restart();
      expect(await statuses(ask, 2)).toEqual([200, 200]);
      expect(site.accepted).toEqual(['1: 00000001', '2: 00000001', '2: 00000002']);
    },
  );

  test('leaves a refusal of its password as it is, after at most two tries', async () => {
    const site = await startDigestSite({ password: 'right' });
    expect(await statuses(asker(`${site.url}/guarded`, { password: 'wrong' }), 3)).toEqual([401, 401, 401]);
    expect(site.asked).toHaveLength(6);
  });

  test('does not answer the same nonce twice', async () => {
    const site = await startSite({
      '/': (_question, response) => response.writeHead(401, { 'www-authenticate': 'Digest nonce="always"' }).end(),
    });
    expect(await statuses(asker(site.url), 2)).toEqual([401, 401]);
    expect(site.asked).toHaveLength(3);
  });

  test('keeps the nonces of two services apart', async () => {
    const site = await startDigestSite({ password: 'right' });
    const [one, other] = [asker(`${site.url}/guarded`), asker(`${site.url}/guarded`)];
    await Promise.all([one(), other()]);
    expect(await Promise.all([one(), other()])).toEqual([200, 200]);
    expect(site.asked).toHaveLength(6);
  });

  test('sends nothing where nobody asks for it', async () => {
    const site = await startSite({ '/': (_question, response) => response.end('open') });
    expect(await statuses(asker(site.url), 2)).toEqual([200, 200]);
    expect(site.asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  test.each([
    [{ 'www-authenticate': 'Negotiate, Basic realm="x"' }, 'the server asks for negotiate, basic, not for digest'],
    [{ 'www-authenticate': 'Digest nonce="n", algorithm=SHA3' }, 'of digest the server offers only SHA3'],
    [{}, 'the server does not say how it wants to be asked'],
  ])('fails with its reason where it cannot answer %j', async (headers, message) => {
    const site = await startSite({ '/': (_question, response) => response.writeHead(401, headers).end('out') });
    const failure = await failureFrom(asker(site.url)());
    expect(failure).toMatchObject({ reason: 'auth_failed', message, facts: { statusCode: 401, body: 'out' } });
    expect(site.asked).toHaveLength(1);
  });

  test('fails with its reason where a redirect led to the challenge', async () => {
    const site = await startDigestSite({ password: 'right' });
    const failure = await failureFrom(asker(`${site.url}/elsewhere`)({ followRedirects: 1 }));
    expect(failure).toMatchObject({ reason: 'auth_failed', message: expect.stringContaining('redirect') });
  });

  test.each([
    [{ username: 'a:b' }],
    [{ username: '' }],
    [{ username: 'a\tb' }],
    [{ password: '' }],
    [{ password: 'p\n' }],
    [{ password: undefined }],
  ])('refuses %j', (changes) => {
    expect(authKey().safeParse({ ...options, ...changes }).success).toBe(false);
  });
});
