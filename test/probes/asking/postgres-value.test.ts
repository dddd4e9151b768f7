import { expect, test } from 'vitest';
import { postgresValue } from '../../../src/probes/asking/postgres-value.ts';

test.each([
  ['bool', 't', 16, true],
  ['bool', 'f', 16, false],
  ['int8', '42', 20, 42],
  ['int8 beyond 2^53', '9223372036854775807', 20, '9223372036854775807'],
  ['numeric', '12.50', 1700, 12.5],
  ['float8', 'NaN', 701, 'NaN'],
  ['jsonb', '{"a": [1, null]}', 3802, { a: [1, null] }],
  ['text', '42', 25, '42'],
  ['timestamptz', '2026-01-02 03:04:05+00', 1184, '2026-01-02 03:04:05+00'],
  ['null', null, 23, null],
])('a %s', (_type, text, oid, value) => {
  expect(postgresValue(text, oid)).toEqual(value);
});
