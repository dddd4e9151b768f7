import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { problemSchema } from '../../src/api/problem.ts';
import { routes } from '../../src/api/registry.ts';
import { createApiServer } from '../../src/api/server.ts';
import { apiWorld } from './api-world.ts';

/** What the server answers to bytes on a connection that is then left open. */
async function say(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('every answer', () => {
  test('has a request id, and is not kept or taken for something else', async () => {
    const { url } = await apiWorld();
    for (const path of ['/health', '/nothing']) {
      const { headers } = await fetch(`${url}${path}`, {
        headers: { 'x-request-id': 'theirs', 'request-id': 'theirs' },
      });
      expect(headers.get('x-request-id')).toMatch(/^request-\d+$/);
      expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
    }
  });

  test.each([
    ['GET', '/nothing', 404],
    ['OPTIONS', '/nothing', 404],
    ['DELETE', '/health', 405],
    ['PUT', '/heartbeats/known', 405],
    ['PATCH', '/heartbeats/known/start', 405],
    ['GET', '/heartbeats/known/999', 400],
    ['GET', '/heartbeats/%zz', 400],
    ['GET', '/heartbeats/..%2f..%2fetc%2fpasswd', 404],
    ['GET', '/heartbeats/known%00', 404],
    ['GET', '//health', 404],
  ])('to %s %s that says what is wrong is a problem of RFC 9457', async (method, path, status) => {
    const { url, port } = await apiWorld();
    const answer =
      method === 'GET' && path.startsWith('//')
        ? await fetch(`http://127.0.0.1:${port}/${path}`, { method })
        : await fetch(`${url}${path}`, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const document = problemSchema.parse(await answer.json());
    expect(document).toMatchObject({ status, request_id: answer.headers.get('x-request-id') });
  });

  test('to a method that a path has not names those it has', async () => {
    const { url } = await apiWorld();
    expect((await fetch(`${url}/health`, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
    expect((await fetch(`${url}/heartbeats/x`, { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, POST');
  });

  test('to a defect of ours says nothing of it, and the log has it under the same id', async () => {
    const { url, defects } = await apiWorld({
      parts: { heartbeats: { ping: () => Promise.reject(new Error('the secret innards')) } },
    });
    const answer = await fetch(`${url}/heartbeats/known`);
    const document = await answer.json();
    expect(document).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      request_id: 'request-1',
    });
    expect(defects).toEqual([{ error: new Error('the secret innards'), requestId: 'request-1' }]);
  });

  test('stands below the base path, and nothing stands beside it', async () => {
    const { url, port } = await apiWorld({ settings: { basePath: '/svcmon' } });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/health`)).status).toBe(404);
  });
});

describe('whoever means no good', () => {
  test('is refused a body of more than 1 MiB, before it has come', async () => {
    const { url, pings } = await apiWorld();
    const answer = await fetch(`${url}/heartbeats/known`, { method: 'POST', body: 'x'.repeat(1_100_000) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ status: 413 });
    expect(pings).toEqual([]);
  });

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['headers of 100 kB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ['two lengths of one body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
  ])('with %s is answered by a problem, and the connection ends', async (_name, bytes, status) => {
    const { port } = await apiWorld();
    const answer = await say(port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status });
  });

  test('with headers that drip is let go after some seconds, while others are answered', async () => {
    const { url, port } = await apiWorld();
    const beganAt = performance.now();
    const dripping = say(port, 'GET /api/v1/health HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await dripping).toMatch(/^HTTP\/1.1 408 /);
    expect(performance.now() - beganAt).toBeLessThan(9_000);
  });

  test('with a body that never ends is let go, and the ping does not count', async () => {
    const { port, pings } = await apiWorld();
    const answer = await say(
      port,
      'POST /api/v1/heartbeats/known HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf',
    );
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(pings).toEqual([]);
  });
});

describe('the server', () => {
  test('ends what is under way before it closes, and may be closed twice', async () => {
    let arrive = () => {};
    let answer = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const ping = () =>
      new Promise<'accepted'>((resolve) => {
        answer = () => resolve('accepted');
        arrive();
      });
    const { url, close } = await apiWorld({ parts: { heartbeats: { ping } } });
    const asked = fetch(`${url}/heartbeats/known`);
    await arrived;
    const closed = close();
    answer();
    expect((await asked).status).toBe(200);
    await closed;
    await close();
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  });

  test('says as Node does why it cannot listen', async () => {
    const { port, parts } = await apiWorld();
    const second = createApiServer(parts);
    await expect(second.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.close();
  });

  test('has no two routes for one method and path', () => {
    const all = routes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`));
    expect(new Set(all).size).toBe(all.length);
  });

  test.each(routes.map((route) => [route.path, route] as const))(
    'tells of %s in a sentence, and what each answer means',
    (_path, route) => {
      expect(route.summary).toMatch(/^[A-Z].*[^.]\.$/);
      expect(Object.values(route.answers).every(({ means }) => means !== '')).toBe(true);
    },
  );
});
