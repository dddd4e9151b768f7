import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import { bindScheme, defineScheme, type UnprovenRequest } from '../../src/auth/scheme.ts';
import type { HttpRequest } from '../../src/http/client.ts';
import { authContext } from '../support/auth-context.ts';
import { failureFrom } from '../support/failures.ts';
import { closedPort } from '../support/fault-server.ts';
import { type Page, says, startSite } from '../support/local-site.ts';

const { signal } = new AbortController();

/** A scheme that is refused with its first word and let in with its second. */
function twoWords(seen: UnprovenRequest[], renewed: string | undefined) {
  const scheme = defineScheme({
    type: 'words',
    summary: 'Sends a word.',
    options: z.strictObject({ type: z.literal('words') }),
    adds: () => ({ headers: ['X-Word'], params: [] }),
    credentials: (_options, request) => {
      seen.push(request);
      return { headers: { 'X-Word': 'first' }, params: {} };
    },
    renewed: () => (renewed === undefined ? undefined : { headers: { 'X-Word': renewed }, params: {} }),
    derivedSecrets: () => [],
  });
  return bindScheme(scheme, { type: 'words' });
}

const guarded: Page = (question, response) =>
  question.headers['x-word'] === 'second' ? response.end('in') : response.writeHead(401).end('out');

describe('a request with credentials', () => {
  test('goes as it is without auth', async () => {
    const site = await startSite({ '/a': says('hello') });
    const request: HttpRequest = { url: `${site.url}/a`, method: 'GET', signal };
    expect(await requestAs(undefined, request, authContext())).toMatchObject({ statusCode: 200, body: 'hello' });
  });

  test.each([
    [
      { type: 'bearer', token: 't' },
      { headers: { authorization: 'Bearer t', a: '1' }, url: '/a?x=1' },
    ],
    [
      { type: 'api_key', in: 'query', key: 'k' },
      { headers: { a: '1' }, url: '/a?api_key=k&x=1' },
    ],
  ])('adds what %j says', async (auth, asked) => {
    const site = await startSite({ '/a': says('hello') });
    const request: HttpRequest = { url: `${site.url}/a`, method: 'GET', headers: { A: '1' }, params: { x: 1 }, signal };
    await requestAs(authKey().parse(auth), request, authContext());
    expect(site.asked).toMatchObject([asked]);
  });

  test('shows the scheme the whole request, and is sent once more with what it offers after a 401', async () => {
    const site = await startSite({ '/a': guarded });
    const seen: UnprovenRequest[] = [];
    const request: HttpRequest = { url: `${site.url}/a`, method: 'POST', params: { x: 1 }, json: { a: 1 }, signal };
    expect(await requestAs(twoWords(seen, 'second'), request, authContext())).toMatchObject({ statusCode: 200 });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: `${site.url}/a?x=1`,
        headers: {},
        body: Buffer.from('{"a":1}'),
        contentType: 'application/json',
        way: {},
      },
    ]);
    expect(site.asked.map(({ headers }) => headers['x-word'])).toEqual(['first', 'second']);
  });

  test('tells how it was proven who asks, with an answer and without one', async () => {
    const site = await startSite({ '/a': says('hello') });
    const auth = authKey().parse({ type: 'basic', username: 'ann', password: 'hunter2' });
    const ask = (url: string) => requestAs(auth, { url, method: 'GET', signal }, authContext());
    expect(await ask(`${site.url}/a`)).toMatchObject({ statusCode: 200, proof: 'basic: as ann' });
    expect(await failureFrom(ask(`http://127.0.0.1:${await closedPort()}/`))).toMatchObject({
      reason: 'connection_refused',
      facts: { proof: 'basic: as ann', address: '127.0.0.1' },
    });
  });

  test.each([undefined, 'third'])('is not sent a third time (%s)', async (renewed) => {
    const site = await startSite({ '/a': guarded });
    const request: HttpRequest = { url: `${site.url}/a`, method: 'GET', signal };
    expect(await requestAs(twoWords([], renewed), request, authContext())).toMatchObject({ statusCode: 401 });
    expect(site.asked).toHaveLength(renewed === undefined ? 1 : 2);
  });
});
