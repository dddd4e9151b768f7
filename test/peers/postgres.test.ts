import { afterAll, expect, test, vi } from 'vitest';
import { Failure } from '../../src/domain/failure.ts';
import { postgres } from '../../src/probes/postgres.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { type PostgresPeer, startPostgres } from '../support/peers/postgres.ts';
import { probeContext } from '../support/probe-context.ts';

function watching({ port }: Pick<PostgresPeer, 'port'>, more: object = {}) {
  const login = { username: 'watcher', password: 'watcher-secret', database: 'shop' };
  return { type: 'postgres', host: '127.0.0.1', port, ...login, ...more };
}

const million = 'SELECT * FROM generate_series(1, 1000000)';

const cases: readonly Case<PostgresPeer>[] = [
  [
    'a server that answers is healthy',
    (server) => watching(server),
    {
      ...healthy,
      type: 'postgres',
      address: '127.0.0.1',
      phases: { connect_ms: expect.any(Number), tls_ms: null, wait_ms: expect.any(Number) },
      details: { value: 1, row_count: 1, server_version: expect.stringMatching(/^\d+\.\d+/) },
    },
  ],
  [
    'rows come as numbers, truth values, text, JSON and null',
    (server) =>
      watching(server, {
        query: 'SELECT * FROM orders ORDER BY id',
        assertions: [
          'value == 1',
          'row_count == 3',
          'rows[0].amount == 9.5 && rows[0].paid && rows[0].note == "first" && rows[0].extra.vip',
          'rows[1].note == null',
          'rows.all(row, row.amount < 100)',
          'server_version.contains(".")',
        ],
      }),
    healthy,
  ],
  [
    'parameters have their places',
    (server) =>
      watching(server, {
        query: 'SELECT count(*) FROM orders WHERE paid = $1 AND amount > $2',
        params: [true, 1.5],
        assertions: ['value == 1'],
      }),
    healthy,
  ],
  [
    'an assertion that does not hold says what there was',
    (server) => watching(server, { query: 'SELECT count(*) FROM orders', assertions: ['value > 10'] }),
    unhealthy('assertion_failed', { error_message: expect.stringContaining('got 3') }),
  ],
  [
    'an answer without rows has no value',
    (server) => watching(server, { query: 'SELECT 1 WHERE false', assertions: ['value == 1'] }),
    unhealthy('assertion_failed', { error_message: expect.stringContaining('the answer has no row') }),
  ],
  [
    'the first rows of a million are enough for a value',
    (server) => watching(server, { query: million, assertions: ['value == 1'] }),
    healthy,
  ],
  [
    'and not for what holds for all',
    (server) => watching(server, { query: million, assertions: ['row_count > 10'] }),
    unhealthy('assertion_failed', { error_message: expect.stringContaining('more than 1000 rows') }),
  ],
  [
    'a row of a hundred megabytes is not taken in',
    (server) => watching(server, { query: "SELECT repeat('x', 100000000)", assertions: ['value != ""'] }),
    unhealthy('assertion_failed'),
  ],
  [
    'nothing can be written',
    (server) => watching(server, { query: 'DELETE FROM orders' }),
    unhealthy('query_failed', { error_message: expect.stringMatching(/may not.*25006/) }),
  ],
  [
    'nor behind the back of the transaction',
    (server) => watching(server, { query: 'COMMIT; DELETE FROM orders' }),
    unhealthy('query_failed', { error_message: expect.stringContaining('42601') }),
  ],
  [
    'a mistake in the query is told with its SQLSTATE',
    (server) => watching(server, { query: 'SELECT * FROM nothing' }),
    unhealthy('query_failed', { error_message: expect.stringMatching(/42P01.*"nothing" does not exist/) }),
  ],
  ['a wrong password is refused', (server) => watching(server, { password: 'wrong-secret' }), unhealthy('auth_failed')],
  [
    'a password that is wanted and not there is told as such',
    (server) => ({ ...watching(server), password: undefined }),
    unhealthy('auth_failed', { error_message: 'the server asks for a password, and none is configured' }),
  ],
  ['an unknown user is refused', (server) => watching(server, { username: 'nobody' }), unhealthy('auth_failed')],
  [
    'an unknown database is told as such',
    (server) => watching(server, { database: 'nothing' }),
    unhealthy('service_unknown'),
  ],
  [
    'too many connections are told as such',
    ({ port }) => ({ type: 'postgres', host: '127.0.0.1', port, username: 'crowded' }),
    unhealthy('query_failed', { error_message: expect.stringMatching(/too many connections.*53300/) }),
  ],
  [
    'MD5 passwords do as well',
    (server) => watching(server, { username: 'legacy', password: 'legacy-secret', database: 'legacy' }),
    healthy,
  ],
  [
    'so does no password where none is wanted',
    ({ port }) => ({ type: 'postgres', host: '127.0.0.1', port, username: 'guest' }),
    healthy,
  ],
  [
    'TLS shows the certificate',
    (server) =>
      watching(server, {
        tls: { ca_file: server.authorityFile },
        assertions: ['certificate.verified', "certificate.expires_in > duration('24h')"],
      }),
    { ...healthy, phases: { tls_ms: expect.any(Number) }, tls: { verified: true, days_left: expect.any(Number) } },
  ],
  [
    'a certificate of an unknown authority is not trusted',
    (server) => watching(server, { tls: true }),
    { status: 'unhealthy', reason: expect.stringMatching(/^tls_/), tls: { verified: false } },
  ],
  [
    'nor one for another name',
    (server) => watching(server, { tls: { ca_file: server.authorityFile, server_name: 'other.example' } }),
    unhealthy('tls_wrong_host'),
  ],
  [
    'unless told to',
    (server) => watching(server, { tls: { insecure: true } }),
    { ...healthy, tls: { verified: false } },
  ],
  [
    'a query that takes too long is a timeout',
    (server) => watching(server, { query: 'SELECT pg_sleep(60)', timeout: '1s' }),
    unhealthy('timeout', { address: '127.0.0.1' }),
  ],
];

describeWithPeers(['postgres', 'openssl'], 'PostgreSQL', () => {
  let server: PostgresPeer;

  testCases({
    start: async () => {
      server = await startPostgres();
      // Ends with the last test of the suite, not with these.
      return { ...server, stop: async () => undefined };
    },
    cases,
  });
  afterAll(() => server?.stop());

  const observe = (more: object, signal = AbortSignal.timeout(10_000)) => {
    const { type: _, ...keys } = watching(server, more);
    return bindProbe(postgres, postgres.options.parse(keys)).observe(probeContext({ signal }));
  };

  test('a query that is left behind is ended by the server', async () => {
    await expect(observe({ query: 'SELECT pg_sleep(60)' }, AbortSignal.timeout(300))).rejects.toMatchObject({
      reason: 'timeout',
    });
    const left = () => server.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
    await vi.waitFor(async () => expect(await left()).toBe('0'), { timeout: 10_000, interval: 200 });
  });

  test('the server sees every session end in order', async () => {
    const before = (await server.log()).length;
    await observe({});
    await observe({ query: million });
    await observe({ query: 'SELECT nothing' }).catch(() => undefined);
    await observe({ tls: { insecure: true } });
    const since = async () => (await server.log()).slice(before);
    await vi.waitFor(async () => expect(await since()).toContain('"nothing" does not exist'));
    expect(await since()).not.toMatch(/EOF|could not (?:receive|send)|reset by peer/i);
  });

  test('a frozen server is a timeout at the signal', async () => {
    process.kill(server.pid, 'SIGSTOP');
    const beganAt = performance.now();
    const error = await observe({}, AbortSignal.timeout(400)).catch((thrown: unknown) => thrown);
    process.kill(server.pid, 'SIGCONT');
    expect(performance.now() - beganAt).toBeLessThan(1_500);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ reason: 'timeout', facts: { address: '127.0.0.1', port: server.port } });
  });
});
