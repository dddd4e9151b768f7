import { describe, expect, test } from 'vitest';
import { mysql } from '../../src/probes/mysql.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { greeting, packet, startMysqlServer } from '../support/mysql-server.ts';
import { probeContext } from '../support/probe-context.ts';
import { makeIdentity } from '../support/tls-certificates.ts';

const login = { host: '127.0.0.1', username: 'watcher', password: 'planted-secret' };

function observe(keys: object) {
  return bindProbe(mysql, mysql.options.parse({ ...login, ...keys })).observe(probeContext());
}

describe('a mysql service', () => {
  test('runs SELECT 1 on port 3306 unless told otherwise', () => {
    expect(mysql.options.parse(login)).toMatchObject({ port: 3_306, query: 'SELECT 1', params: [], ip_family: 'any' });
  });

  test.each([
    [{}, 'mysql://127.0.0.1:3306'],
    [{ database: 'a b', port: 3_307 }, 'mysql://127.0.0.1:3307/a%20b'],
    [{ host: '::1' }, 'mysql://[::1]:3306'],
  ])('with %j asks %s', (keys, target) => {
    expect(mysql.target(mysql.options.parse({ ...login, ...keys }))).toBe(target);
  });

  test.each([
    [
      'mysql://ann:p%40ss@db.internal/shop',
      { host: 'db.internal', username: 'ann', password: 'p@ss', database: 'shop' },
    ],
    [
      'mariadb://ann@[::1]:3307?query=SELECT%202&ssl-mode=VERIFY_CA',
      { host: '::1', port: 3_307, username: 'ann', query: 'SELECT 2', tls: true },
    ],
    ['mysql://ann@db/?ssl-mode=required', { host: 'db', username: 'ann', tls: { insecure: true } }],
  ])('may be written as %s', (url, keys) => {
    expect(mysql.endpoint?.keys(new URL(url))).toEqual(keys);
  });
});

test('a server that wants the password itself is told it over TLS', async () => {
  const identity = await makeIdentity();
  const server = await startMysqlServer(identity);
  const { details, tls, summary } = await observe({ port: server.port, tls: { insecure: true } });
  expect({ details, summary, verified: tls?.verified }).toEqual({
    details: { row_count: 0, server_version: '8.4.0-test' },
    summary: 'no rows from MySQL 8.4.0',
    verified: false,
  });
  await expect.poll(() => server.said.at(-1)?.payload).toBe('\x01');
  const [answer, hash, password, ...commands] = server.said;
  expect(answer?.payload).toContain('watcher\0');
  expect([answer?.number, hash?.number, hash?.payload.length]).toEqual([2, 4, 32]);
  expect(password).toEqual({ number: 6, payload: 'planted-secret\0' });
  expect(commands.map(({ payload }) => payload)).toEqual([
    expect.stringContaining('SET sql_select_limit = 1001'),
    expect.stringContaining('SET SESSION TRANSACTION READ ONLY'),
    expect.stringContaining('SELECT 1'),
    '\x01',
  ]);
});

test('no password goes to a server whose certificate does not verify', async () => {
  const server = await startMysqlServer(await makeIdentity());
  await expect(observe({ port: server.port, tls: true })).rejects.toMatchObject({ reason: 'tls_self_signed' });
  expect(server.said).toEqual([]);
});

test.each([
  [
    'that offers no TLS',
    greeting({ tls: false }),
    { reason: 'unimplemented', message: 'the server does not offer TLS' },
  ],
  [
    'that has too many connections',
    packet(0, Buffer.from('\xff\x10\x04Too many connections', 'latin1')),
    { reason: 'query_failed', message: 'the server has too many connections (error 1040): Too many connections' },
  ],
  [
    'into whose greeting somebody put more',
    Buffer.concat([greeting({ tls: true }), Buffer.from('more')]),
    { reason: 'protocol_error' },
  ],
])('a server %s is told as such where TLS is asked for', async (_what, bytes, expected) => {
  const { port } = await startFaultServer((socket) => void socket.write(bytes));
  await expect(observe({ port, tls: true })).rejects.toMatchObject(expected);
});

test('a server that agrees to TLS and does not speak it is told as such', async () => {
  const { port } = await startFaultServer((socket) => {
    socket.write(greeting({ tls: true }));
    socket.once('data', () => socket.write('no TLS, after all'));
  });
  await expect(observe({ port, tls: true })).rejects.toMatchObject({
    reason: 'tls_protocol',
    message: expect.stringContaining('the server agreed to TLS and does not speak it'),
  });
});

test('a server that asks for a file of ours gets none', async () => {
  const asked = packet(1, Buffer.from('\xfb/etc/passwd', 'latin1'));
  const heard: string[] = [];
  const { port } = await startFaultServer((socket) => {
    socket.write(greeting({ tls: false }));
    socket.on('data', (chunk) => {
      heard.push(chunk.toString('latin1'));
      const number = chunk[3] ?? 0;
      socket.write(number === 1 ? packet(2, Buffer.from([0, 0, 0, 2, 0, 0, 0])) : asked);
    });
  });
  await expect(observe({ port })).rejects.toMatchObject({ name: 'Failure' });
  expect(heard.join('')).not.toContain('root:');
});
