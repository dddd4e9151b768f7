import { expect, test } from 'vitest';
import { bodyOf, serializeParams } from '../../src/http/request-body.ts';

test.each([
  [{}, undefined],
  [{ json: false }, ['false', 'application/json']],
  [{ json: { a: 'é' } }, ['{"a":"é"}', 'application/json']],
  [{ form: {} }, ['', 'application/x-www-form-urlencoded']],
  [{ form: { 'a b': 'c&d', e: 1 } }, ['a+b=c%26d&e=1', 'application/x-www-form-urlencoded']],
  [{ body: '' }, ['', 'text/plain;charset=utf-8']],
  [{ body: 'é' }, ['é', 'text/plain;charset=utf-8']],
  [{ body: Buffer.from('x') }, ['x', 'application/octet-stream']],
])('%j is sent as %j', (request, expected) => {
  const body = bodyOf(request);
  expect(body && [body.bytes.toString(), body.contentType]).toEqual(expected);
});

test('a list repeats its name, and everything is encoded', () => {
  expect(serializeParams({ a: [1, true, 'x y'], b: '', c: 'é&=' })).toBe('a=1&a=true&a=x+y&b=&c=%C3%A9%26%3D');
  expect(serializeParams({ a: [] })).toBe('');
});
