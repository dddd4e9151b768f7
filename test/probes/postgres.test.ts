import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { postgres } from '../../src/probes/postgres.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { probeContext } from '../support/probe-context.ts';

const login = { host: '127.0.0.1', username: 'watcher', password: 'planted-secret' };

function observe(keys: object) {
  return bindProbe(postgres, postgres.options.parse({ ...login, ...keys })).observe(probeContext());
}

/** A message of the server: its letter, its length and what it says. */
function message(letter: string, said: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + Buffer.byteLength(said, 'latin1'));
  return `${letter}${length.toString('latin1')}${said}`;
}

/** Begins to be spoken to, and then says these. */
async function serverThat(...says: readonly string[]) {
  return startFaultServer((socket, heard) => void heard.then(() => socket.write(says.join(''), 'latin1')));
}

describe('a postgres service', () => {
  test('runs SELECT 1 on port 5432 unless told otherwise', () => {
    expect(postgres.options.parse(login)).toMatchObject({
      port: 5_432,
      query: 'SELECT 1',
      params: [],
      ip_family: 'any',
    });
  });

  test.each([
    [{}, 'postgres://127.0.0.1:5432/watcher'],
    [{ database: 'a b', port: 5_433 }, 'postgres://127.0.0.1:5433/a%20b'],
    [{ host: '::1' }, 'postgres://[::1]:5432/watcher'],
  ])('with %j asks %s', (keys, target) => {
    expect(postgres.target(postgres.options.parse({ ...login, ...keys }))).toBe(target);
  });

  test.each([
    [
      'postgres://ann:p%40ss@db.internal:5433/shop?query=SELECT%202',
      { host: 'db.internal', port: 5_433, username: 'ann', password: 'p@ss', database: 'shop', query: 'SELECT 2' },
    ],
    ['postgresql://ann@[::1]', { host: '::1', username: 'ann' }],
    ['postgres://ann@db?sslmode=prefer', { host: 'db', username: 'ann' }],
    ['postgres://ann@db?sslmode=require', { host: 'db', username: 'ann', tls: { insecure: true } }],
    ['postgres://ann@db?sslmode=verify-full', { host: 'db', username: 'ann', tls: true }],
  ])('may be written as %s', (url, keys) => {
    expect(postgres.endpoint?.keys(new URL(url))).toEqual(keys);
  });

  test.each([
    [{ query: '' }, 'query'],
    [{ query: 'SELECT 1\0' }, 'query'],
    [{ username: 'a\0options\0' }, 'username'],
    [{ password: 'a\0b' }, 'password'],
    [{ params: [{}] }, 'params'],
    [{ port: 0 }, 'port'],
  ])('%j is a mistake', (keys, at) => {
    const issues = postgres.options.safeParse({ ...login, ...keys }).error?.issues ?? [];
    expect(issues.map(({ path }) => path[0])).toEqual([at]);
  });
});

test('nothing but what is configured goes into the login', async () => {
  vi.stubEnv('PGOPTIONS', '-c search_path=elsewhere');
  vi.stubEnv('PGSSLNEGOTIATION', 'direct');
  vi.stubEnv('PGDATABASE', 'elsewhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { port, heard } = await serverThat(message('E', 'SFATAL\0C57P03\0Mno\0\0'));
  await expect(observe({ port })).rejects.toMatchObject({ reason: 'query_failed' });
  const [words = ''] = heard.map((said) => said.slice(8).split('\0'));
  expect(words).toEqual([
    ...['user', 'watcher', 'database', 'watcher', 'application_name', 'svcmon', 'client_encoding', 'UTF8'],
    ...['', ''],
  ]);
});

describe('a server', () => {
  test('that offers no TLS is told as such where it is asked for', async () => {
    const { port, heard } = await serverThat('N');
    await expect(observe({ port, tls: true })).rejects.toMatchObject({ reason: 'unimplemented' });
    expect(heard.join('')).not.toContain('watcher');
  });

  test('that still starts says so', async () => {
    const refusal = message('E', 'SFATAL\0C57P03\0Mthe database system is starting up\0\0');
    const { port } = await serverThat(refusal);
    await expect(observe({ port })).rejects.toMatchObject({
      reason: 'query_failed',
      message: 'the server takes no connections now (SQLSTATE 57P03): the database system is starting up',
    });
  });

  test('that wants to know the password in another way is not of the protocol', async () => {
    const { port } = await serverThat(message('R', '\0\0\0\x0aSCRAM-SHA-999\0\0'));
    await expect(observe({ port })).rejects.toMatchObject({ reason: 'protocol_error' });
  });

  test('that ends the connection in the midst has broken it off', async () => {
    const { port } = await startFaultServer((socket, heard) => void heard.then(() => socket.end()));
    await expect(observe({ port })).rejects.toMatchObject({ reason: 'connection_reset', facts: { port } });
  });

  test('cannot end the process with a message whose inner lengths are wrong', async () => {
    const { port } = await serverThat(message('S', 'x'), message('D', '\0\x05\x7f\xff\xff\xffx'));
    await expect(observe({ port })).rejects.toMatchObject({ name: 'Failure' });
  });
});
