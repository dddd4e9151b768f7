import { describe, expect, test } from 'vitest';
import { bindProbe } from '../../src/probes/probe.ts';
import { redis } from '../../src/probes/redis.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { probeContext } from '../support/probe-context.ts';

const parse = (keys: object) => redis.options.parse({ host: '127.0.0.1', ...keys });

/** Answers what it hears with these, one after the other. */
async function serverThat(...replies: readonly string[]) {
  const heard: string[] = [];
  const { port } = await startFaultServer((socket) => {
    const left = [...replies];
    socket.on('data', (chunk) => {
      heard.push(String(chunk));
      socket.write(left.shift() ?? '');
    });
  });
  return { heard, observe: (keys: object) => bindProbe(redis, parse({ port, ...keys })).observe(probeContext()) };
}

describe('a redis service', () => {
  test('sends PING to port 6379 unless told otherwise', () => {
    expect(parse({})).toMatchObject({ port: 6_379, database: 0, command: ['PING'], ip_family: 'any' });
  });

  test.each([
    [{}, 'redis://127.0.0.1:6379/0'],
    [{ host: '::1', tls: true, database: 3 }, 'rediss://[::1]:6379/3'],
  ])('with %j asks %s', (keys, target) => {
    expect(redis.target(parse(keys))).toBe(target);
  });

  test.each([
    ['redis://db', { host: 'db' }],
    ['redis://:p%40ss@db:6380/2', { host: 'db', port: 6_380, password: 'p@ss', database: 2 }],
    [
      'rediss://ann:pass@db/?command=LLEN%20jobs',
      { host: 'db', username: 'ann', password: 'pass', tls: true, command: ['LLEN', 'jobs'] },
    ],
  ])('may be written as %s', (url, keys) => {
    expect(redis.endpoint?.keys(new URL(url))).toEqual(keys);
  });

  test.each([
    ['redis://db/first', 'takes the number of a database as its path, not first'],
    ['redis://db?key=x', 'takes no key; it takes ?command='],
  ])('cannot be written as %s', (url, message) => {
    expect(() => redis.endpoint?.keys(new URL(url))).toThrow(message);
  });

  test.each([
    [['PING'], true],
    [['get', 'jobs'], true],
    [['INCR', 'visits'], false],
  ])('that asks %j may be asked again: %s', (command, idempotent) => {
    expect(redis.idempotent(parse({ command }))).toBe(idempotent);
  });

  test.each([
    [{ command: ['subscribe', 'x'] }, ['command', 0], 'SUBSCRIBE is not answered by one reply'],
    [{ command: ['AUTH', 'x'] }, ['command', 0], 'username and password have keys of their own'],
    [{ command: ['SELECT', '1'] }, ['command', 0], 'database has a key of its own'],
    [{ username: 'ann' }, ['username'], 'a user logs in with a password, and none is given'],
  ])('%j is a mistake', (keys, path, message) => {
    expect(redis.problems?.(parse(keys))).toEqual([{ path, message }]);
  });
});

describe('a visit', () => {
  test('logs in, chooses the database and asks', async () => {
    const { heard, observe } = await serverThat('+OK\r\n', '+OK\r\n', ':5\r\n');
    const { details, summary, unshown } = await observe({
      username: 'ann',
      password: 'secret',
      database: 3,
      command: ['LLEN', 'jobs'],
    });
    const seen = { details: { value: 5 }, summary: 'LLEN answered 5', unshown: { value: 5 } };
    expect({ details, summary, unshown }).toEqual(seen);
    expect(heard).toEqual([
      '*3\r\n$4\r\nAUTH\r\n$3\r\nann\r\n$6\r\nsecret\r\n',
      '*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n',
      '*2\r\n$4\r\nLLEN\r\n$4\r\njobs\r\n',
    ]);
  });

  test('asks nothing of a server that refuses the credentials', async () => {
    const { heard, observe } = await serverThat('-WRONGPASS no\r\n');
    await expect(observe({ password: 'secret' })).rejects.toMatchObject({ reason: 'auth_failed' });
    expect(heard).toHaveLength(1);
  });

  test.each([
    ['$4\r\nPING\r\n', 'protocol_error'],
    ['*1\r\n$4\r\nPING\r\n', 'protocol_error'],
    ['HTTP/1.1 400 Bad Request\r\n', 'protocol_error'],
    ['-LOADING Redis is loading the dataset in memory\r\n', 'query_failed'],
  ])('does not take %j for an answer to PING', async (reply, reason) => {
    const { observe } = await serverThat(reply);
    await expect(observe({})).rejects.toMatchObject({ reason });
  });

  test('tells a server that says too much from one that leaves', async () => {
    const { port: long } = await startFaultServer(
      (socket) => void socket.write(`$9999999\r\n${'x'.repeat(1_200_000)}`),
    );
    const { port: brief } = await startFaultServer((socket) => void socket.end('$5\r\nhe'));
    const observe = (port: number) => bindProbe(redis, parse({ port, command: ['GET', 'x'] })).observe(probeContext());
    await expect(observe(long)).rejects.toMatchObject({ reason: 'bad_response' });
    await expect(observe(brief)).rejects.toMatchObject({ reason: 'connection_reset' });
  });

  test.each([
    ['$-1\r\n', 'GET answered nil', { value: null }],
    ['*2\r\n:1\r\n:2\r\n', 'GET answered a list of 2', undefined],
    [`$60\r\n${'x'.repeat(60)}\r\n`, `GET answered ${'x'.repeat(39)}…`, { value: 'x'.repeat(60) }],
  ])('sums %j up', async (reply, summary, details) => {
    const { observe } = await serverThat(reply);
    expect(await observe({ command: ['GET', 'x'] })).toMatchObject(
      details === undefined ? { summary } : { summary, details },
    );
  });
});
