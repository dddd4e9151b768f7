import { afterAll, expect, test } from 'vitest';
import { mysql } from '../../src/probes/mysql.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { type MariadbPeer, startMariadb } from '../support/peers/mariadb.ts';
import { probeContext } from '../support/probe-context.ts';

function watching({ port }: Pick<MariadbPeer, 'port'>, more: object = {}) {
  const login = { username: 'watcher', password: 'watcher-secret', database: 'shop' };
  return { type: 'mysql', host: '127.0.0.1', port, ...login, ...more };
}

// Its own LIMIT wins over the one that the session is given.
const million = 'SELECT seq FROM seq_1_to_1000000 LIMIT 900000';

const cases: readonly Case<MariadbPeer>[] = [
  [
    'a server that answers is healthy',
    (server) => watching(server),
    {
      ...healthy,
      type: 'mysql',
      address: '127.0.0.1',
      phases: { connect_ms: expect.any(Number), tls_ms: null, wait_ms: expect.any(Number) },
      details: { value: 1, row_count: 1, server_version: expect.stringMatching(/^1\d\.\d+\.\d+-MariaDB/) },
    },
  ],
  [
    'rows come as numbers, text, JSON, bytes and null',
    (server) =>
      watching(server, {
        query: 'SELECT * FROM orders ORDER BY id',
        assertions: [
          'value == 1',
          'row_count == 3',
          'rows[0].amount == 9.5 && rows[0].paid == 1 && rows[0].note == "first ✓" && rows[0].extra.vip',
          'rows[0].bits == 5 && rows[0].raw == "\\\\xff00" && rows[0].day == "2026-01-02"',
          'rows[0].big == "18446744073709551615" && rows[1].big == 7 && rows[1].raw == "abc"',
          'rows[1].note == null',
        ],
      }),
    healthy,
  ],
  [
    'parameters have their places, and rows are the same then',
    (server) =>
      watching(server, {
        query: 'SELECT note, amount, extra, day FROM orders WHERE id = ? AND paid = ? AND note LIKE ?',
        params: [1, true, 'first%'],
        assertions: ['value == "first ✓" && rows[0].amount == 9.5 && rows[0].extra.vip && rows[0].day == "2026-01-02"'],
      }),
    healthy,
  ],
  [
    'an assertion that does not hold says what there was',
    (server) => watching(server, { query: 'SELECT count(*) FROM orders', assertions: ['value > 10'] }),
    unhealthy('assertion_failed', { error_message: expect.stringContaining('got 3') }),
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
    'a row of ten megabytes is not taken in',
    (server) => watching(server, { query: "SELECT repeat('x', 10000000)", assertions: ['value != ""'] }),
    unhealthy('assertion_failed'),
  ],
  [
    'nothing can be written',
    (server) => watching(server, { query: 'DELETE FROM orders' }),
    unhealthy('query_failed', { error_message: expect.stringMatching(/may not.*25006/) }),
  ],
  [
    'not even by what ends a transaction',
    (server) => watching(server, { query: 'DROP TABLE orders' }),
    unhealthy('query_failed', { error_message: expect.stringMatching(/may not.*25006/) }),
  ],
  [
    'nor by a second statement',
    (server) => watching(server, { query: 'SELECT 1; DELETE FROM orders' }),
    unhealthy('query_failed', { error_message: expect.stringContaining('1064') }),
  ],
  [
    'a mistake in the query is told with its SQLSTATE',
    (server) => watching(server, { query: 'SELECT * FROM nothing WHERE id = ?', params: [1] }),
    unhealthy('query_failed', { error_message: expect.stringMatching(/error 1146, SQLSTATE 42S02/) }),
  ],
  ['a wrong password is refused', (server) => watching(server, { password: 'wrong-secret' }), unhealthy('auth_failed')],
  ['so is none', (server) => ({ ...watching(server), password: undefined }), unhealthy('auth_failed')],
  [
    'an unknown database is told as such to who may know',
    (server) => watching(server, { username: 'boss', password: 'boss-secret', database: 'nothing' }),
    unhealthy('service_unknown', { error_message: expect.stringContaining('1049') }),
  ],
  [
    'and to others as one that they may not use',
    (server) => watching(server, { database: 'nothing' }),
    unhealthy('auth_failed', { error_message: expect.stringMatching(/or there is none of that name.*1044/) }),
  ],
  [
    'no password does where none is wanted',
    ({ port }) => ({ type: 'mysql', host: '127.0.0.1', port, username: 'guest' }),
    healthy,
  ],
  [
    'who must use TLS is refused without',
    ({ port }) => ({ type: 'mysql', host: '127.0.0.1', port, username: 'strict', password: 'strict-secret' }),
    unhealthy('auth_failed'),
  ],
  [
    'TLS shows the certificate',
    ({ port, authorityFile }) => ({
      ...watching({ port }, { username: 'strict', password: 'strict-secret', database: undefined }),
      tls: { ca_file: authorityFile },
      query: "SHOW STATUS LIKE 'Ssl_cipher'",
      assertions: [
        'certificate.verified',
        "certificate.expires_in > duration('24h')",
        'rows[0].Value.startsWith("TLS_")',
      ],
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
    'a wrong password is refused over TLS as well',
    (server) => watching(server, { password: 'wrong-secret', tls: { insecure: true } }),
    unhealthy('auth_failed', { tls: { verified: false } }),
  ],
  [
    'a query that takes too long is a timeout',
    (server) => watching(server, { query: 'SELECT sleep(60)', timeout: '1s' }),
    unhealthy('timeout', { address: '127.0.0.1' }),
  ],
];

describeWithPeers(['mariadbd', 'openssl'], 'MariaDB', () => {
  let server: MariadbPeer;

  testCases({
    start: async () => {
      server = await startMariadb();
      // Ends with the last test of the suite, not with these.
      return { ...server, stop: async () => undefined };
    },
    cases,
  });
  afterAll(() => server?.stop());

  const observe = (more: object, signal = AbortSignal.timeout(10_000)) => {
    const { type: _, ...keys } = watching(server, more);
    return bindProbe(mysql, mysql.options.parse(keys)).observe(probeContext({ signal }));
  };

  test('the server sees every session end in order', async () => {
    const aborted = async () => (await observe({ query: "SHOW GLOBAL STATUS LIKE 'Aborted_clients'" })).unshown?.rows;
    const before = await aborted();
    await observe({});
    await observe({ query: 'SELECT seq FROM seq_1_to_1000000' });
    await observe({ query: 'SELECT nothing' }).catch(() => undefined);
    await observe({ tls: { insecure: true } });
    expect(await aborted()).toEqual(before);
  });

  test('a frozen server is a timeout at the signal', async () => {
    process.kill(server.pid, 'SIGSTOP');
    const beganAt = performance.now();
    const error = await observe({}, AbortSignal.timeout(400)).catch((thrown: unknown) => thrown);
    process.kill(server.pid, 'SIGCONT');
    expect(performance.now() - beganAt).toBeLessThan(1_500);
    expect(error).toMatchObject({ reason: 'timeout', facts: { address: '127.0.0.1', port: server.port } });
  });
});
