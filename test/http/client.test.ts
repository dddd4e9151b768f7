import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startFaultServer } from '../support/fault-server.ts';
import { afterRequest } from '../support/faults.ts';
import { ask } from '../support/http-question.ts';
import { startReceiver } from '../support/receiver.ts';

describe('an answer', () => {
  test('comes back with every fact', async () => {
    const { url } = await startReceiver(() => ({ status: 201, body: 'héllo', headers: { 'X-Made-By': 'test' } }));
    const observation = await ask({ url: `${url}/a?b=c#part` });
    expect(observation).toMatchObject({
      type: 'http',
      url: `${url}/a?b=c`,
      method: 'GET',
      statusCode: 201,
      statusText: 'Created',
      statusClass: 'success',
      httpVersion: '1.1',
      headers: { 'x-made-by': 'test' },
      wireBytes: 6,
      bodyBytes: 6,
      body: 'héllo',
      bodyTruncated: false,
      redirects: [],
      address: '127.0.0.1',
      port: Number(new URL(url).port),
    });
    expect(observation.tls).toBeUndefined();
  });

  test('has the phases that happened, and they make up the response time', async () => {
    const { url } = await startReceiver(() => ({ status: 200 }));
    const { phases, responseTimeMs } = await ask({ url: url.replace('127.0.0.1', 'localhost') });
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'send', 'wait', 'receive']);
    const sum = Object.values(phases).reduce((total: number, phase: number) => total + phase, 0);
    expect(Math.abs(responseTimeMs - sum)).toBeLessThan(50);
    expect(sum).toBeLessThanOrEqual(responseTimeMs);
  });

  test('is the final one after informational ones', async () => {
    const server = await startFaultServer(
      afterRequest((socket) => socket.end('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok')),
    );
    expect(await ask({ url: server.url })).toMatchObject({ statusCode: 200, body: 'ok' });
  });

  test('of HTTP/1.0 says so and may end with the connection', async () => {
    const server = await startFaultServer(
      afterRequest((socket) => socket.end('HTTP/1.0 200 Fine\r\n\r\nuntil the end')),
    );
    expect(await ask({ url: server.url })).toMatchObject({
      httpVersion: '1.0',
      statusText: 'Fine',
      body: 'until the end',
    });
  });

  test('to an upgrade that was asked for is the 101', async () => {
    const server = await startFaultServer(
      afterRequest((socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n\x81'),
      ),
    );
    const observation = await ask({ url: server.url, headers: { Connection: 'Upgrade', Upgrade: 'x' } });
    expect(observation).toMatchObject({ statusCode: 101, statusClass: 'informational', body: '' });
  });

  test('joins repeated headers and keeps names that mean something to JavaScript', async () => {
    const server = await startFaultServer(
      afterRequest((socket) => {
        const headers = 'Vary: a\r\nVary: b\r\nSet-Cookie: x=1\r\nSet-Cookie: y=2\r\nconstructor: c\r\n';
        socket.end(`HTTP/1.1 200 OK\r\n${headers}\r\n`);
      }),
    );
    const { headers } = await ask({ url: server.url });
    expect(headers).toEqual({ vary: 'a, b', 'set-cookie': 'x=1, y=2', constructor: 'c' });
  });

  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('to %s with status %i has no body, whatever its headers announce', async (method, status) => {
    const server = await startFaultServer(
      afterRequest((socket) =>
        socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 10\r\nContent-Encoding: gzip\r\n\r\n`),
      ),
    );
    expect(await ask({ url: server.url, method })).toMatchObject({ statusCode: status, body: '', bodyBytes: 0 });
  });

  test('shows its URL without credentials', async () => {
    const { url } = await startReceiver(() => ({ status: 200 }));
    const withSecrets = url.replace('http://', 'http://user:hunter2@');
    const observation = await ask({ url: `${withSecrets}/?token=hunter2&page=1` });
    expect(JSON.stringify(observation)).not.toContain('hunter2');
    expect(observation.url).toBe(`${url}/?token=***&page=1`);
  });
});

describe('a request', () => {
  test('says what every request of svcmon says, and closes its connection', async () => {
    const server = await startFaultServer(afterRequest((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')));
    await ask({ url: `${server.url}/path?q=1` });
    expect(server.heard).toEqual([
      `GET /path?q=1 HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUser-Agent: svcmon/test\r\nAccept: */*\r\n` +
        'Accept-Encoding: gzip, deflate, br\r\nConnection: close\r\n\r\n',
    ]);
  });

  test('brings its own headers in place of those', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }));
    await ask({
      url: receiver.url,
      headers: { host: 'shop.example', 'user-agent': 'mine', ACCEPT: 'text/plain', 'X-A': 'b' },
    });
    expect(receiver.received[0]?.headers).toEqual({
      host: 'shop.example',
      'user-agent': 'mine',
      accept: 'text/plain',
      'accept-encoding': 'gzip, deflate, br',
      'x-a': 'b',
      connection: 'close',
    });
  });

  test('turns the userinfo of its URL into basic authentication', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }));
    await ask({ url: receiver.url.replace('http://', 'http://us%40er:p%3Aw@') });
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${btoa('us@er:p:w')}`);
  });

  test('adds its parameters to those of the URL', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }));
    await ask({ url: `${receiver.url}/a?x=1`, params: { y: 'a b&c', 'z[]': [1, true], w: '' } });
    expect(receiver.received[0]?.path).toBe('/a?x=1&y=a+b%26c&z%5B%5D=1&z%5B%5D=true&w=');
  });

  const bodies = [
    [{ json: { a: [1, 'ü'], constructor: 1 } }, 'application/json', '{"a":[1,"ü"],"constructor":1}'],
    [{ json: null }, 'application/json', 'null'],
    [{ json: '12' }, 'application/json', '"12"'],
    [{ form: { a: 'b c', d: 1, e: true } }, 'application/x-www-form-urlencoded', 'a=b+c&d=1&e=true'],
    [{ body: ' {"not": json} ' }, 'text/plain;charset=utf-8', ' {"not": json} '],
    [{ body: new TextEncoder().encode('bytes') }, 'application/octet-stream', 'bytes'],
  ] as const;

  test.each(bodies)('sends the body %j as %s', async (body, contentType, sent) => {
    const receiver = await startReceiver(() => ({ status: 200 }));
    await ask({ url: receiver.url, method: 'POST', ...body });
    expect(receiver.received[0]).toMatchObject({
      body: sent,
      headers: { 'content-type': contentType, 'content-length': String(Buffer.byteLength(sent)) },
    });
  });

  test('keeps a Content-Type of its own, and sends none without a body', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }));
    await ask({ url: receiver.url, method: 'PUT', json: {}, headers: { 'content-type': 'application/vnd.api+json' } });
    await ask({ url: receiver.url, method: 'POST' });
    await ask({ url: receiver.url, method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(receiver.received.map(({ headers }) => headers['content-type'])).toEqual([
      'application/vnd.api+json',
      undefined,
      'application/json',
    ]);
  });

  test('of any method may have a body', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }));
    await ask({ url: receiver.url, method: 'GET', body: 'asked' });
    expect(receiver.received[0]).toMatchObject({ method: 'GET', body: 'asked' });
  });

  test('goes straight to its target whatever the environment says of proxies', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }));
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:1');
    expect((await ask({ url: receiver.url })).statusCode).toBe(200);
  });
});

describe('a body', () => {
  const text = 'content '.repeat(50);
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['BR', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
  ])('sent as %s is decoded, and both its sizes are known', async (encoding, bytes) => {
    const server = await startFaultServer(
      afterRequest((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${bytes.length}\r\n\r\n`);
        socket.end(bytes);
      }),
    );
    const observation = await ask({ url: server.url });
    expect(observation).toMatchObject({
      body: text,
      wireBytes: bytes.length,
      bodyBytes: text.length,
      bodyTruncated: false,
    });
  });

  test('in chunks is put together', async () => {
    const server = await startFaultServer(
      afterRequest((socket) =>
        socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n'),
      ),
    );
    expect((await ask({ url: server.url })).body).toBe('abc');
  });

  test.each([
    [4, 'abcd', false],
    [3, 'abc', true],
    [0, '', true],
  ])('of 4 bytes under a limit of %i is read as %j', async (maxBodyBytes, body, bodyTruncated) => {
    const server = await startFaultServer(
      afterRequest((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd')),
    );
    const observation = await ask({ url: server.url, maxBodyBytes });
    expect(observation).toMatchObject({ statusCode: 200, body, bodyTruncated, wireBytes: body.length });
    await server.allClosed();
  });

  test('cut by the limit while compressed gives what decodes until there', async () => {
    const random = Array.from({ length: 5_000 }, (_, index) => (index * 7_919).toString(36)).join();
    const bytes = gzipSync(random);
    const server = await startFaultServer(
      afterRequest((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`);
        socket.write(bytes);
      }),
    );
    const { body, bodyTruncated, wireBytes } = await ask({ url: server.url, maxBodyBytes: 4_000 });
    expect(wireBytes).toBe(4_000);
    expect(bodyTruncated).toBe(true);
    expect(body.length).toBeGreaterThan(1_000);
    expect(random.startsWith(body)).toBe(true);
  });
});
