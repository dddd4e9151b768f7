import { expect, test } from 'vitest';
import { postgresFailure } from '../../../src/probes/asking/postgres-failure.ts';

test.each([
  ['28P01', 'auth_failed', 'the server refuses the credentials (SQLSTATE 28P01): it says so'],
  ['28000', 'auth_failed', 'the server refuses the credentials (SQLSTATE 28000): it says so'],
  ['3D000', 'service_unknown', 'the server has no such database (SQLSTATE 3D000): it says so'],
  ['53300', 'query_failed', 'the server has too many connections (SQLSTATE 53300): it says so'],
  ['57P03', 'query_failed', 'the server takes no connections now (SQLSTATE 57P03): it says so'],
  ['57P01', 'query_failed', 'the server is shutting down (SQLSTATE 57P01): it says so'],
  ['57014', 'query_failed', 'the server cancelled the query (SQLSTATE 57014): it says so'],
  ['25006', 'query_failed', 'the query writes, which a monitor may not (SQLSTATE 25006): it says so'],
  ['42P01', 'query_failed', 'the query failed (SQLSTATE 42P01): it says so'],
  [undefined, 'protocol_error', 'the answer is not of PostgreSQL: it says so'],
])('%s is %s', (code, reason, message) => {
  expect(postgresFailure({ code, message: 'it says so' })).toMatchObject({ reason, message });
});

test('the words of a server are made plain', () => {
  const { message } = postgresFailure({ code: '\u001b[31m', message: `\u0007${'x'.repeat(5_000)}` });
  expect(message.length).toBeLessThan(500);
  expect(message).not.toMatch(/[\u0000-\u001f]/);
});
