import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { dripping } from '../support/faults.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { startHttp2Server } from '../support/http2-server.ts';
import { startSocksServer } from '../support/socks-server.ts';
import { type Identity, makeIdentity } from '../support/tls-certificates.ts';
import { startHttpsServer, startTlsServer } from '../support/tls-server.ts';

let identity: Identity;
beforeAll(async () => {
  identity = await makeIdentity();
});

describe('a request over HTTP/2', () => {
  test('goes by prior knowledge where nothing is encrypted, and leaves no connection behind', async () => {
    const server = await startHttp2Server();
    const answer = await ask({ url: `${server.url}/a?b=c`, httpVersion: '2', headers: { 'X-One': ' 1 ' } });
    expect(answer).toMatchObject({ statusCode: 200, statusText: '', httpVersion: '2', body: 'ok', wireBytes: 2 });
    expect(answer.phases).toEqual({
      connect: expect.any(Number),
      send: expect.any(Number),
      wait: expect.any(Number),
      receive: expect.any(Number),
    });
    expect(server.asked).toMatchObject([
      { httpVersion: '2.0', method: 'GET', path: '/a?b=c', headers: { 'x-one': '1', 'user-agent': 'svcmon/test' } },
    ]);
    await server.allClosed();
  });

  test('says nothing of the connection, and the host it is told is its authority', async () => {
    const server = await startHttp2Server();
    const headers = { Host: 'shop.example', Connection: 'keep-alive', 'Keep-Alive': '5', TE: 'gzip', Upgrade: 'x' };
    await ask({ url: server.url, httpVersion: '2', headers });
    const { headers: heard } = server.asked[0] ?? {};
    expect(heard).toMatchObject({ ':authority': 'shop.example', ':scheme': 'http' });
    expect(Object.keys(heard ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:host|connection|keep-alive|te|upgrade)$/)]),
    );
  });

  test.each(['GET', 'HEAD', 'DELETE'])('of the method %s without a body is complete without one', async (method) => {
    const server = await startHttp2Server({ answer: (_asked, response) => void response.writeHead(204).end() });
    const answer = await ask({ url: server.url, method, httpVersion: '2' });
    expect(answer).toMatchObject({ statusCode: 204, body: '', bodyTruncated: false });
  });

  test('brings its body', async () => {
    const server = await startHttp2Server();
    const text = 'x'.repeat(300_000);
    await ask({ url: server.url, method: 'POST', httpVersion: '2', json: { text } });
    expect(server.asked).toMatchObject([
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) },
    ]);
  });

  test('reads compressed bodies, and no more of one than it may', async () => {
    const packed = gzipSync('y'.repeat(2_000));
    const server = await startHttp2Server({
      answer: ({ path }, response) => {
        if (path === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
        else response.end('z'.repeat(3_000_000));
      },
    });
    expect(await ask({ url: `${server.url}/gzip`, httpVersion: '2' })).toMatchObject({
      wireBytes: packed.length,
      bodyBytes: 2_000,
    });
    const long = await ask({ url: server.url, httpVersion: '2', maxBodyBytes: 1_000_000 });
    expect(long).toMatchObject({ bodyBytes: 1_000_000, bodyTruncated: true });
    await server.allClosed();
  });

  test('follows redirects with the cookies they set', async () => {
    const server = await startHttp2Server({
      answer: ({ path }, response) => {
        if (path === '/') response.writeHead(302, { location: '/next', 'set-cookie': ['a=1', 'b=2'] });
        response.end();
      },
    });
    const answer = await ask({ url: server.url, httpVersion: '2', followRedirects: 2 });
    expect(answer).toMatchObject({ statusCode: 200, redirects: [{ statusCode: 302 }] });
    expect(server.asked[1]).toMatchObject({ httpVersion: '2.0', path: '/next', headers: { cookie: 'a=1; b=2' } });
  });

  test('takes hints, answers that are none yet, and trailers in its stride', async () => {
    const server = await startHttp2Server({
      answer: (_asked, response) => {
        response.writeEarlyHints({ link: '</a.css>; rel=preload' });
        response.addTrailers({ 'x-sum': '1' });
        response.end('ok');
      },
    });
    const answer = await ask({ url: server.url, httpVersion: '2' });
    expect(answer).toMatchObject({ statusCode: 200, body: 'ok' });
    expect(answer.headers).not.toHaveProperty('x-sum');
  });
});

describe('over TLS', () => {
  test.each([
    ['auto', '2', '2.0'],
    ['2', '2', '2.0'],
    [undefined, '1.1', '1.1'],
  ] as const)('with %s, a server that offers both is spoken to in HTTP/%s', async (httpVersion, version, heard) => {
    const server = await startHttp2Server({ tls: identity });
    const choice = httpVersion && { httpVersion };
    const answer = await ask({ url: server.url, tls: { ca: identity.cert }, ...choice });
    expect(answer).toMatchObject({ httpVersion: version, body: 'ok', tls: { verified: true } });
    expect(answer.phases.tls).toBeGreaterThan(0);
    expect(server.asked).toMatchObject([{ httpVersion: heard }]);
    await server.allClosed();
  });

  test('with auto, a server of HTTP/1.1 is spoken to in that', async () => {
    const { url } = await startHttpsServer(identity);
    expect(await ask({ url, tls: { ca: identity.cert }, httpVersion: 'auto' })).toMatchObject({ httpVersion: '1.1' });
  });

  test.each([
    ['refuses HTTP/2', () => startHttpsServer(identity), /^the server does not speak HTTP\/2: set http_version: auto/],
    ['chooses no protocol', () => startTlsServer(identity, dripping('')), /speak HTTP\/2.*\(it chose no protocol\)/],
  ])('a server that %s where it must be spoken says so', async (_what, start, message) => {
    const { url } = await start();
    const { failure } = await failureOf({ url, tls: { ca: identity.cert }, httpVersion: '2' });
    expect(failure).toMatchObject({ reason: 'tls_protocol', message: expect.stringMatching(message) });
  });

  test('a client certificate is shown', async () => {
    const server = await startHttp2Server({ tls: { ...identity, ca: identity.cert, requestCert: true } });
    const answer = await ask({ url: server.url, tls: { ca: identity.cert, ...identity }, httpVersion: '2' });
    expect(answer.httpVersion).toBe('2');
  });
});

describe('through a proxy', () => {
  test('HTTP/2 goes through a tunnel, also where nothing is encrypted', async () => {
    const [server, proxy] = await Promise.all([startHttp2Server(), startConnectProxy()]);
    const answer = await ask({ url: server.url, proxy: `http://${proxy.host}`, httpVersion: '2' });
    expect(answer).toMatchObject({ httpVersion: '2', body: 'ok' });
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
  });

  test('of SOCKS, HTTP/2 goes through as well, although the server speaks first', async () => {
    const [server, proxy] = await Promise.all([startHttp2Server(), startSocksServer()]);
    const answer = await ask({ url: server.url, proxy: `socks5://${proxy.host}`, httpVersion: '2' });
    expect(answer).toMatchObject({ httpVersion: '2', body: 'ok' });
  });

  test('auto stays with HTTP/1.1 where nothing is encrypted, and takes HTTP/2 where it is', async () => {
    const [server, proxy] = await Promise.all([startHttp2Server({ tls: identity }), startConnectProxy()]);
    const answer = await ask({
      url: server.url,
      proxy: `http://${proxy.host}`,
      tls: { ca: identity.cert },
      httpVersion: 'auto',
    });
    expect(answer.httpVersion).toBe('2');
  });
});
