import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { problemSchema } from '../../src/api/problem.ts';
import { apiWorld } from './api-world.ts';

/** A request with exactly these headers: fetch would not send some of them. */
async function ask(port: number, lines: readonly string[], body = ''): Promise<{ status: number; answer: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
  const answer = await text(socket);
  return { status: Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]), answer };
}

describe('the name that is called', () => {
  test.each([
    ['127.0.0.1', 200],
    ['[::1]', 200],
    ['localhost', 200],
    ['LOCALHOST:8686', 200],
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['evil.example:8686', 403],
    ['a b', 403],
    ['', 403],
  ])('%j is answered with %i', async (host, status) => {
    const { port } = await apiWorld();
    expect((await ask(port, ['GET /api/v1/system HTTP/1.1', `Host: ${host}`])).status).toBe(status);
  });

  test('may be one of server.hosts, which says nothing of who may read', async () => {
    const { port, token } = await apiWorld({ settings: { hosts: ['mon.example'] } });
    const lines = ['GET /api/v1/system HTTP/1.1', 'Host: mon.example'];
    expect((await ask(port, lines)).status).toBe(401);
    const { authorization } = await token('read');
    expect((await ask(port, [...lines, `Authorization: ${authorization}`])).status).toBe(200);
  });

  test('does not matter to what is for everybody', async () => {
    const { port } = await apiWorld();
    expect((await ask(port, ['GET /api/v1/health HTTP/1.1', 'Host: 10.0.0.7.nip.example'])).status).toBe(200);
  });
});

describe('the page of another site', () => {
  const post = ['POST /api/v1/session HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 12'];

  test.each([
    ['http://evil.example', 403],
    ['http://localhost:3000', 403],
    ['http://127.0.0.1:8687', 403],
    ['null', 403],
    ['http://127.0.0.1:8686', 401],
  ])('at %s that posts is answered with %i', async (origin, status) => {
    const { port } = await apiWorld();
    const lines = [...post, 'Host: 127.0.0.1:8686', `Origin: ${origin}`];
    expect((await ask(port, lines, '{"code":"x"}')).status).toBe(status);
  });

  test('gets nothing that it could read, unless its site is known', async () => {
    const { url } = await apiWorld({ settings: { corsOrigins: ['https://wiki.example'] } });
    const origins = ['https://wiki.example', 'https://evil.example'].map(async (origin) => {
      const { headers } = await fetch(`${url}/health`, { headers: { origin } });
      return headers.get('access-control-allow-origin');
    });
    expect(await Promise.all(origins)).toEqual(['https://wiki.example', null]);
    const preflight = { method: 'OPTIONS', headers: { origin: 'https://wiki.example' } };
    const answer = await fetch(`${url}/session`, preflight);
    expect([answer.status, answer.headers.get('access-control-allow-credentials')]).toEqual([204, null]);
  });
});

describe('a body', () => {
  const headers = { 'content-type': 'application/json' };

  test.each([
    ['10 MB', 'x'.repeat(10_000_000), 413],
    ['65 kB of JSON', JSON.stringify({ token: 'x'.repeat(70_000) }), 413],
    ['JSON that is nested 100,000 deep', '['.repeat(30_000) + ']'.repeat(30_000), 400],
    ['a prototype', '{"token":"a","__proto__":{"scope":"admin"}}', 400],
    ['half of JSON', '{"token":', 400],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
    ['nothing', '', 400],
    ['a number', '1', 400],
  ])('of %s is refused, and nothing comes of it', async (_name, body, status) => {
    const { url, store, defects } = await apiWorld();
    const answer = await fetch(`${url}/session`, { method: 'POST', headers, body }).catch(() => undefined);
    // Whoever is still sending may find the connection closed.
    if (answer !== undefined) expect(answer.status).toBe(status);
    else expect(status).toBe(413);
    expect([await store.accessTokens(), defects]).toEqual([[], []]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test('of another type is refused', async () => {
    const { url } = await apiWorld();
    const body = new URLSearchParams({ token: 'a' });
    expect((await fetch(`${url}/session`, { method: 'POST', body })).status).toBe(415);
  });

  test('is told all that is wrong with it, beside what is wrong with the query', async () => {
    const { url, token } = await apiWorld();
    const answer = await fetch(`${url}/audit?limit=0&offset=-1&cursor=%20`, { headers: await token('admin') });
    const { errors = [] } = problemSchema.parse(await answer.json());
    expect([answer.status, errors.map(({ path }) => path)]).toEqual([400, ['limit', 'offset', 'cursor', 'cursor']]);
  });
});

describe('a path', () => {
  test.each([
    '/docs/..%2f..%2fpackage.json',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/docs/swagger-ui.css%00.js',
    '/api/v1/..%2f..%2fetc%2fpasswd',
    '/docs/../../../../etc/passwd',
    '/docs/package.json',
  ])('%s leads nowhere', async (path) => {
    const { port } = await apiWorld();
    const { status, answer } = await ask(port, [`GET ${path} HTTP/1.1`, 'Host: localhost']);
    expect([400, 404]).toContain(status);
    expect(answer).not.toMatch(/root:|"name"/);
  });

  test('cannot put a header into the answer', async () => {
    const { port } = await apiWorld({ settings: { basePath: '/svcmon' } });
    const { answer } = await ask(port, ['GET /svcmon/docs?x=%0d%0aset-cookie:%20a=b HTTP/1.1', 'Host: localhost']);
    expect(answer.toLowerCase()).not.toContain('\r\nset-cookie');
  });
});

test('a client that asks too often has to wait, and others do not', async () => {
  const { url } = await apiWorld({
    settings: { rateLimit: { maxRequests: 3, timeWindowMs: 60_000 }, trustProxy: ['127.0.0.1'] },
  });
  const from = (client: string, path = '/health') => fetch(`${url}${path}`, { headers: { 'x-forwarded-for': client } });
  const statuses: number[] = [];
  for (let count = 0; count < 5; count += 1) statuses.push((await from('192.0.2.1')).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  const refused = await from('192.0.2.1', '/nothing');
  expect([refused.status, refused.headers.get('content-type')]).toEqual([
    429,
    'application/problem+json; charset=utf-8',
  ]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from('192.0.2.2')).status).toBe(200);
  expect((await from('192.0.2.1', '/heartbeats/known')).status).toBe(200);
});

test('a proxy is believed only where it is trusted', async () => {
  const clients = [false as const, ['127.0.0.1']].map(async (trustProxy) => {
    const { url, accesses } = await apiWorld({ settings: { trustProxy } });
    await fetch(`${url}/health`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    await expect.poll(() => accesses.length).toBe(1);
    return accesses[0]?.client;
  });
  expect(await Promise.all(clients)).toEqual(['127.0.0.1', '192.0.2.1']);
});

test('every answer forbids to be framed, sniffed, or to run anything', async () => {
  const { root } = await apiWorld();
  for (const path of ['/api/v1/health', '/api/v1/nothing', '/openapi.json', '/docs/', '/docs/swagger-ui.css']) {
    const { headers } = await fetch(`${root}${path}`);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});
