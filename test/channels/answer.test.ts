import { expect, test } from 'vitest';
import { numberAt, saidIn } from '../../src/channels/answer.ts';

const secrets = [
  'https://hooks.example/workflows/Qm3vT8xLr2Wk9Yz',
  'correct horse battery staple',
  'onlylowercaseletters',
];

test.each<[string, string, readonly string[], string | undefined]>([
  ['a bare error word', 'invalid_payload\n', [], 'invalid_payload'],
  ['nothing of a page for people', '<html>Oh no</html>', [], undefined],
  ['nothing of an empty answer', '', ['message'], undefined],
  ['the text at a path', '{"error":{"message":"no such room"}}', ['error.message'], 'no such room'],
  [
    'the first path that leads to a text',
    '{"message":"invalid","errors":["x is missing"]}',
    ['errors.0', 'message'],
    'x is missing',
  ],
  [
    'the next path where the first leads nowhere',
    '{"message":"invalid","errors":[]}',
    ['errors.0', 'message'],
    'invalid',
  ],
  ['a number as text', '{"code":21211}', ['code'], '21211'],
  ['nothing that is no text', '{"message":{"a":1}}', ['message'], undefined],
  ['nothing that every object has', '{}', ['constructor.name', '__proto__'], undefined],
  ['one line without controls', '{"message":"a\\n\\u001b[31mb"}', ['message'], 'a b'],
  ['a word that the address has too', '{"message":"The workflow is off."}', ['message'], 'The workflow is off.'],
])('reads %s', (_name, body, paths, said) => {
  expect(saidIn(body, { paths, secrets })).toBe(said);
});

test.each([
  ['a whole secret', 'bad password: correct horse battery staple!'],
  ['eight characters of one', 'no such hook: …vT8xLr2W…'],
  ['a part of an address that is one word', 'unknown onlylowercaseletters'],
  ['nothing but a part of one', 'T8xL'],
])('says nothing where that would repeat %s', (_name, message) => {
  expect(saidIn(JSON.stringify({ message }), { paths: ['message'], secrets })).toBeUndefined();
});

test('cuts what is long', () => {
  expect(saidIn(JSON.stringify({ message: 'é'.repeat(5_000) }), { paths: ['message'], secrets: [] })).toHaveLength(160);
});

test.each<[string, string | undefined, number | undefined]>([
  ['{"parameters":{"retry_after":35}}', 'parameters.retry_after', 35],
  ['{"retry_after":0.25}', 'retry_after', 0.25],
  ['{"retry_after":-1}', 'retry_after', undefined],
  ['{"retry_after":"35"}', 'retry_after', undefined],
  ['not JSON', 'retry_after', undefined],
  ['{"retry_after":35}', undefined, undefined],
])('finds in %s at %s the number %s', (body, path, number) => {
  expect(numberAt(body, path)).toBe(number);
});
