import { expect, test } from 'vitest';
import { mysqlValue } from '../../../src/probes/asking/mysql-value.ts';

test.each([
  ['a number', 4.5, {}, 4.5],
  ['one that is none', Number.NaN, {}, 'NaN'],
  ['text', '42', {}, '42'],
  ['null', null, {}, null],
  ['JSON of MySQL', '{"a":1}', { columnType: 245 }, { a: 1 }],
  ['JSON of MariaDB', '[1]', { columnType: 252, extendedFormat: 'json' }, [1]],
  ['bits', Buffer.from([1, 5]), { columnType: 16 }, 261],
  ['many bits', Buffer.alloc(8, 0xff), { columnType: 16 }, '18446744073709551615'],
  ['bytes of text', Buffer.from('✓'), { columnType: 252 }, '✓'],
  ['other bytes', Buffer.from([0xff, 0]), { columnType: 252 }, '\\xff00'],
  ['a point', { x: 1, y: 2 }, { columnType: 255 }, { x: 1, y: 2 }],
])('%s', (_what, value, column, expected) => {
  expect(mysqlValue(value, column)).toEqual(expected);
});
