import { describe, expect, test } from 'vitest';
import { closedPort, saying, startFaultServer } from '../support/fault-server.ts';
import { afterRequest } from '../support/faults.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { redirectsTo, says, startSite } from '../support/local-site.ts';
import { makeIdentity } from '../support/tls-certificates.ts';
import { startHttpsServer, startTlsServer } from '../support/tls-server.ts';

describe('a redirect', () => {
  test('is the answer itself unless redirects are followed', async () => {
    const site = await startSite({ '/': redirectsTo('/next') });
    const observation = await ask({ url: `${site.url}/` });
    expect(observation).toMatchObject({
      statusCode: 302,
      body: 'moved',
      redirects: [],
      headers: { location: '/next' },
    });
    expect(site.asked.length).toBe(1);
  });

  test('is followed relative to where it came from, and remembered', async () => {
    const site = await startSite({
      '/a/start': redirectsTo('../b?x=1', 301),
      '/b': redirectsTo('?y=2', 307),
      '/end': says('there'),
    });
    const { url } = site;
    const pages = await startSite({ '/a/start': redirectsTo('../b?x=1', 301), '/b': redirectsTo(`${url}/end`, 308) });
    const observation = await ask({ url: `${pages.url}/a/start`, followRedirects: 5 });
    expect(observation).toMatchObject({ statusCode: 200, body: 'there', url: `${url}/end` });
    expect(observation.redirects).toEqual([
      { url: `${pages.url}/a/start`, statusCode: 301, location: `${pages.url}/b?x=1` },
      { url: `${pages.url}/b?x=1`, statusCode: 308, location: `${url}/end` },
    ]);
  });

  test.each(['utf8', 'latin1'] as const)('may name characters that it should have encoded, in %s', async (encoding) => {
    const location = Buffer.from('/café', encoding).toString('latin1');
    const site = await startSite({ '/': redirectsTo(location), '/caf%C3%A9': says('there') });
    expect(await ask({ url: `${site.url}/`, followRedirects: 1 })).toMatchObject({ body: 'there' });
  });

  test('adds its phases to those of the answer', async () => {
    const site = await startSite({ '/': redirectsTo('/end'), '/end': says('x') });
    const { phases, responseTimeMs } = await ask({ url: `${site.url}/`, followRedirects: 1 });
    const sum = Object.values(phases).reduce((total: number, phase: number) => total + phase, 0);
    expect(sum).toBeLessThanOrEqual(responseTimeMs);
    expect(responseTimeMs - sum).toBeLessThan(50);
  });

  test('without a body of interest is not waited for', async () => {
    const end = await startSite({ '/': says('end') });
    const server = await startFaultServer(
      afterRequest((socket) =>
        socket.write(`HTTP/1.1 302 Found\r\nLocation: ${end.url}/\r\nContent-Length: 9\r\n\r\n`),
      ),
    );
    expect(await ask({ url: server.url, followRedirects: 1 })).toMatchObject({ statusCode: 200, body: 'end' });
    await server.allClosed();
  });

  test('masks secrets in the URLs it names', async () => {
    const site = await startSite({ '/': redirectsTo('/end?token=hunter2'), '/end': says('x') });
    const observation = await ask({ url: `${site.url}/?api_key=hunter2`, followRedirects: 1 });
    expect(JSON.stringify([observation.url, observation.redirects])).not.toContain('hunter2');
    expect(site.asked[1]?.url).toBe('/end?token=hunter2');
  });
});

describe('the method after', () => {
  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [303, 'HEAD', 'HEAD', ''],
    [302, 'PUT', 'PUT', '{}'],
    [307, 'POST', 'POST', '{}'],
    [308, 'PATCH', 'PATCH', '{}'],
  ])('%i to a %s is %s', async (status, method, next, body) => {
    const site = await startSite({ '/': redirectsTo('/end', status), '/end': says('') });
    const sent =
      method === 'HEAD' ? {} : { json: {}, headers: { 'Content-Type': 'application/vnd.api+json', 'X-Kept': 'yes' } };
    const observation = await ask({ url: `${site.url}/`, method, followRedirects: 1, ...sent });
    expect(observation.method).toBe(next);
    expect(site.asked[1]).toMatchObject({ method: next, body });
    expect(site.asked[1]?.headers['content-type']).toBe(body === '' ? undefined : 'application/vnd.api+json');
    expect(site.asked[1]?.headers['x-kept']).toBe(method === 'HEAD' ? undefined : 'yes');
  });
});

describe('what a request brings along', () => {
  const own = {
    Authorization: 'Bearer hunter2',
    Cookie: 'id=hunter2',
    'X-Api-Key': 'hunter2',
    'User-Agent': 'hunter2',
  };

  test('goes to the same origin again', async () => {
    const site = await startSite({ '/': redirectsTo('/end'), '/end': says('') });
    await ask({ url: `${site.url}/`, headers: own, followRedirects: 1 });
    expect(site.asked[1]?.headers).toMatchObject({
      authorization: 'Bearer hunter2',
      cookie: 'id=hunter2',
      'x-api-key': 'hunter2',
      'user-agent': 'hunter2',
    });
  });

  test('never goes to another origin, not even when that leads back', async () => {
    const other = await startSite({ '/': (_question, response) => response.writeHead(302, { location: back }).end() });
    const site = await startSite({ '/': redirectsTo(`${other.url}/`), '/end': says('') });
    const back = `${site.url}/end`;
    const url = site.url.replace('http://', 'http://user:hunter2@');
    await ask({ url, headers: own, params: { key: 'hunter2' }, followRedirects: 2 });
    const later = [other.asked[0], site.asked[1]];
    expect(later.map((question) => question?.url)).toEqual(['/', '/end']);
    expect(JSON.stringify(later)).not.toContain('hunter2');
    expect(JSON.stringify(later)).not.toContain(btoa('user:hunter2'));
    expect(later[0]?.headers).toMatchObject({ 'user-agent': 'svcmon/test', accept: '*/*' });
  });

  test('credentials in a Location are not taken on', async () => {
    const site = await startSite({
      '/': (_question, response) =>
        response.writeHead(302, { location: `${site.url.replace('http://', 'http://a:b@')}/end` }).end(),
      '/end': says(''),
    });
    await ask({ url: `${site.url}/`, followRedirects: 1 });
    expect(site.asked[1]?.headers.authorization).toBeUndefined();
  });

  test('cookies that a redirect sets are sent on, beside its own, to where they belong', async () => {
    const elsewhere = await startSite({ '/': says('') });
    const site = await startSite({
      '/': redirectsTo('/next', 302, { 'Set-Cookie': 'session=1; Path=/; HttpOnly' }),
      '/next': redirectsTo('/last', 302, { 'Set-Cookie': 'only=here; Path=/next' }),
      '/last': (_question, response) =>
        response.writeHead(302, { location: elsewhere.url.replace('127.0.0.1', 'localhost') }).end(),
    });
    await ask({ url: `${site.url}/`, headers: { cookie: 'own=0' }, followRedirects: 3 });
    expect(site.asked.map(({ headers }) => headers.cookie)).toEqual(['own=0', 'own=0; session=1', 'own=0; session=1']);
    expect(elsewhere.asked[0]?.headers.cookie).toBeUndefined();
  });

  test('a server name and a client certificate are for the first origin only', async () => {
    const plain = await makeIdentity();
    const other = await startHttpsServer(plain);
    const named = await makeIdentity({ names: ['shop.example'] });
    const site = await startFaultServer(
      saying(`HTTP/1.1 302 Found\r\nLocation: ${other.url.replace('127.0.0.1', 'localhost')}/\r\n\r\n`),
    );
    const tls = { ca: plain.cert, serverName: 'shop.example', cert: named.cert, key: named.key };
    expect(await ask({ url: site.url, followRedirects: 1, tls })).toMatchObject({
      statusCode: 200,
      tls: { verified: true },
    });
    expect(other.serverNames).toEqual(['localhost']);
  });
});

describe('a redirect that leads nowhere', () => {
  const answer = (location: string) => `HTTP/1.1 302 Found\r\n${location}Content-Length: 0\r\n\r\n`;

  test.each([
    ['has no Location', '', 'a redirect (302) without a Location'],
    [
      'goes to a file',
      'Location: file:///etc/passwd\r\n',
      'a redirect to what is neither http nor https: file:///etc/passwd',
    ],
    [
      'goes to data',
      'Location: data:text/plain,ok\r\n',
      'a redirect to what is neither http nor https: data:text/plain,ok',
    ],
    ['goes to no URL', 'Location: http://[broken/\r\n', 'a redirect to what is no URL: http://[broken/'],
  ])('since it %s fails as such', async (_fault, location, message) => {
    const server = await startFaultServer(saying(answer(location)));
    const { failure } = await failureOf({ url: server.url, followRedirects: 5 });
    expect(failure).toMatchObject({ reason: 'redirect_error', message, facts: { statusCode: 302 } });
    expect(server.heard.length).toBe(1);
  });

  test('since it loops fails after the most that are followed, and lists them', async () => {
    const site = await startSite({ '/a': redirectsTo('/b'), '/b': redirectsTo('/a') });
    const { failure } = await failureOf({ url: `${site.url}/a`, followRedirects: 3 });
    expect(failure.reason).toBe('redirect_error');
    expect(failure.message).toBe(
      `a redirect loop: ${['/a', '/b', '/a', '/b', '/a'].map((path) => site.url + path).join(' → ')}`,
    );
    expect(failure.facts.redirects?.length).toBe(4);
    expect(site.asked.length).toBe(4);
  });

  test('since it never ends fails too', async () => {
    const site = await startSite({ '/1': redirectsTo('/2'), '/2': redirectsTo('/3'), '/3': redirectsTo('/4') });
    const { failure } = await failureOf({ url: `${site.url}/1`, followRedirects: 2 });
    expect(failure.message).toContain('more than 2 redirects: ');
    expect(site.asked.map(({ url }) => url)).toEqual(['/1', '/2', '/3']);
  });

  test('since nothing listens there fails by that, with the redirect remembered and no status of its own', async () => {
    const port = await closedPort();
    const site = await startSite({ '/': redirectsTo(`http://127.0.0.1:${port}/`) });
    const { failure } = await failureOf({ url: `${site.url}/`, followRedirects: 5 });
    expect(failure.reason).toBe('connection_refused');
    expect(failure.facts).toMatchObject({ url: `http://127.0.0.1:${port}/`, port, redirects: [{ statusCode: 302 }] });
    expect(failure.facts.statusCode).toBeUndefined();
  });
});

test('redirects from https to http are followed and can be seen', async () => {
  const site = await startSite({ '/': says('plain') });
  const identity = await makeIdentity();
  const server = await startTlsServer(identity, saying(`HTTP/1.1 302 Found\r\nLocation: ${site.url}/\r\n\r\n`));
  const observation = await ask({ url: server.url, followRedirects: 1, tls: { ca: identity.cert } });
  expect(observation).toMatchObject({ statusCode: 200, body: 'plain' });
  expect(observation.redirects).toEqual([{ url: `${server.url}/`, statusCode: 302, location: `${site.url}/` }]);
});

test('one timeout covers all redirects together', async () => {
  const site = await startSite({
    '/': (_question, response) => void setTimeout(() => response.writeHead(302, { location: '/' }).end(), 80),
  });
  const { failure, tookMs } = await failureOf({ url: `${site.url}/`, followRedirects: 20, timeoutMs: 300 });
  expect(failure.reason).toBe('timeout');
  expect(failure.facts.redirects?.length).toBeGreaterThan(1);
  expect(tookMs).toBeLessThan(400);
});
