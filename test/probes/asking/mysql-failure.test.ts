import { expect, test } from 'vitest';
import { isMysqlError, mysqlFailure } from '../../../src/probes/asking/mysql-failure.ts';

test.each([
  [1045, '28000', 'auth_failed', 'the server refuses the credentials'],
  [1698, '28000', 'auth_failed', 'the server refuses the credentials'],
  [1044, '42000', 'auth_failed', 'the user may not use the database'],
  [1049, '42000', 'service_unknown', 'the server has no such database'],
  [1040, '08004', 'query_failed', 'the server has too many connections'],
  [1203, '42000', 'query_failed', 'the server has too many connections'],
  [1053, '08S01', 'query_failed', 'the server is shutting down'],
  [1130, 'HY000', 'auth_failed', 'the server takes no connections from here'],
  [1792, '25006', 'query_failed', 'the query writes, which a monitor may not'],
  [3024, 'HY000', 'query_failed', 'the server cancelled the query'],
  [3159, 'HY000', 'tls_protocol', 'the server wants TLS'],
  [1146, '42S02', 'query_failed', 'the query failed'],
])('error %i (%s) is %s', (errno, sqlState, reason, means) => {
  const failure = mysqlFailure({ errno, sqlState, sqlMessage: 'it says so' });
  expect(failure.reason).toBe(reason);
  expect(failure.message).toContain(means);
  expect(failure.message).toContain(`(error ${errno}, SQLSTATE ${sqlState}): it says so`);
});

test('an error without a state, as one that comes before the login, is told without', () => {
  expect(mysqlFailure({ errno: 1040, sqlState: '', sqlMessage: 'Too many connections' }).message).toBe(
    'the server has too many connections (error 1040): Too many connections',
  );
});

test('only what a server said is of a server', () => {
  const said = Object.assign(new Error('no'), { errno: 1045, sqlState: '28000', sqlMessage: 'no' });
  expect(isMysqlError(said)).toBe(true);
  expect(isMysqlError(Object.assign(new Error('lost'), { errno: -104, code: 'ECONNRESET' }))).toBe(false);
  expect(isMysqlError(new Error('lost'))).toBe(false);
});
