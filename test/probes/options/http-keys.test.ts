import { expect, test } from 'vitest';
import { isRepeatable, paramKeys } from '../../../src/probes/options/http-keys.ts';

test('parameters are scalars or lists of them', () => {
  const params = { a: 'x', b: 2, c: true, d: ['x', 2, false] };
  expect(paramKeys().parse(params)).toEqual(params);
  expect(paramKeys().safeParse({ a: { b: 1 } }).success).toBe(false);
  expect(paramKeys().safeParse({ a: null }).success).toBe(false);
});

test.each([
  [{ method: 'GET' }, true],
  [{ method: 'POST' }, false],
  [{ method: 'POST', graphql: { query: '{ me { id } }' } }, true],
  [{ method: 'GET', graphql: { query: 'mutation { buy }' } }, false],
])('%j may be sent twice: %s', (request, repeatable) => {
  expect(isRepeatable(request)).toBe(repeatable);
});
