import { describe, expect, test } from 'vitest';
import { fillData, fillText, variablesIn } from '../../../src/probes/options/template.ts';

const variables = new Map<string, unknown>([
  ['token', 'abc'],
  ['id', 7],
  ['list', [1, 2]],
]);

describe('the places of a text', () => {
  test.each([
    ['Bearer {{token}}', ['token']],
    ['{{ token }}/{{id}}', ['token', 'id']],
    [new URL('https://a.example/{{token}}?x={{ id }}').href, ['token', 'id']],
    ['{token} {{}} {{1a}} {{a-b}}', []],
    [{ a: ['{{id}}', { b: '{{token}}' }], c: 5, d: null }, ['id', 'token']],
  ])('%j are %j', (value, names) => {
    expect(variablesIn(value)).toEqual(names);
  });
});

test.each([
  ['Bearer {{token}}', 'Bearer abc'],
  ['{{id}}-{{ id }}', '7-7'],
  ['{{list}}', '[1,2]'],
  ['/%7B%7Btoken%7D%7D?x=%7B%7B%20id%20%7D%7D', '/abc?x=7'],
  ['{{unknown}}', '{{unknown}}'],
  ['{{__proto__}}', '{{__proto__}}'],
])('%s becomes %s', (text, filled) => {
  expect(fillText(text, variables)).toBe(filled);
});

test('a value keeps its type where it stands alone, and the rest of the data stays as it is', () => {
  const data = { id: '{{id}}', label: 'no. {{id}}', list: ['{{list}}'], plain: true, none: null };
  expect(fillData(data, variables)).toEqual({ id: 7, label: 'no. 7', list: [[1, 2]], plain: true, none: null });
});

test('what is filled in is not filled again', () => {
  expect(
    fillText(
      '{{a}}',
      new Map([
        ['a', '{{b}}'],
        ['b', 'secret'],
      ]),
    ),
  ).toBe('{{b}}');
});
