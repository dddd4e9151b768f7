import { expect, test } from 'vitest';
import { headerValues, joinHeaders } from '../../src/http/headers.ts';

test.each([
  [[], {}],
  [['Content-Type', 'text/html'], { 'content-type': 'text/html' }],
  [['Vary', 'a', 'X', '', 'vary', 'b'], { vary: 'a, b', x: '' }],
  [['constructor', 'a', 'toString', 'b', '__proto__', 'c'], { constructor: 'a', tostring: 'b' }],
])('%j is joined', (raw, headers) => {
  expect(Object.entries(joinHeaders(raw))).toEqual(Object.entries(headers));
});

test('a header that is sent several times gives each of its values', () => {
  const raw = ['Set-Cookie', 'a=1, b', 'X', 'set-cookie', 'SET-COOKIE', 'c=2'];
  expect(headerValues(raw, 'set-cookie')).toEqual(['a=1, b', 'c=2']);
});
