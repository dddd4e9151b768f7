import { describe, expect, test } from 'vitest';
import { jsonOr, maxRows, numberOr, QueryRows, saidBy } from '../../../src/probes/asking/query-rows.ts';

function rowsOf(rows: readonly (readonly (string | number | null)[])[], columns = ['id', 'note']) {
  const taken = new QueryRows();
  taken.name(columns);
  for (const row of rows) taken.take(row);
  return taken;
}

describe('rows', () => {
  test.each([
    [0, 'no rows'],
    [1, '1 row'],
    [2, '2 rows'],
    [maxRows, '1000 rows'],
    [maxRows + 5, 'more than 1000 rows'],
  ])('%i of them are %j', (count, summary) => {
    expect(rowsOf(Array.from({ length: count }, (_, at) => [at])).summary).toBe(summary);
  });

  test('become mappings, with the first column of the first as the value', () => {
    const { details, unshown } = rowsOf([
      [7, 'a'],
      [8, null],
    ]).facts();
    expect(details).toEqual({ row_count: 2, value: 7 });
    expect(unshown).toEqual({
      value: 7,
      rows: [
        { id: 7, note: 'a' },
        { id: 8, note: null },
      ],
    });
  });

  test('have no value where there are none', () => {
    expect(rowsOf([]).facts().details).toEqual({ row_count: 0 });
    expect(rowsOf([]).facts().unshown).toEqual({ rows: [], value: undefined });
  });

  test('have no count where some were left out', () => {
    const { details, unshown } = rowsOf(Array.from({ length: maxRows + 1 }, () => [1])).facts();
    expect(details).toEqual({ value: 1 });
    expect(unshown).toMatchObject({ cut: 'there are more than 1000 rows' });
    expect(unshown?.rows).toHaveLength(maxRows);
  });

  test('that were cut off before the first are told as such', () => {
    const rows = rowsOf([]);
    rows.cut('the answer is too long');
    expect(rows.summary).toBe('a row that is too long');
    expect(rows.facts().unshown).toMatchObject({ cut: 'the answer is too long' });
  });

  test('show the beginning of a long value, and keep it whole for assertions', () => {
    const { details, unshown } = rowsOf([['x'.repeat(5_000)]]).facts();
    expect(details?.value).toHaveLength(1_000);
    expect(unshown?.value).toHaveLength(5_000);
  });

  test('cannot reach the prototype by the name of a column', () => {
    const { unshown } = rowsOf([[1, 2]], ['__proto__', 'constructor']).facts();
    expect(JSON.stringify(unshown?.rows)).toBe('[{"__proto__":1,"constructor":2}]');
  });
});

test.each([
  ['42', 42],
  ['-1.5', -1.5],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740993', '9007199254740993'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['', ''],
])('the number %j is read as %j', (text, value) => {
  expect(numberOr(text)).toBe(value);
});

test.each([
  ['{"a":[1]}', { a: [1] }],
  ['null', null],
  ['{broken', '{broken'],
  [`"${'x'.repeat(70_000)}"`, `"${'x'.repeat(70_000)}"`],
])('the JSON %.20j is read', (text, value) => {
  expect(jsonOr(text)).toEqual(value);
});

test('what a server says becomes one short plain line', () => {
  expect(saidBy('a\n\u001b[31mred\u001b[0m')).toBe('a red');
  expect(saidBy('x'.repeat(5_000))).toHaveLength(300);
  expect(saidBy('\u0000')).toBe('it does not say why');
});
