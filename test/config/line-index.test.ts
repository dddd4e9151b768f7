import { expect, test } from 'vitest';
import { indexLines } from '../../src/config/line-index.ts';

test.each([
  ['the first character', 'abc', 0, { line: 1, column: 1 }],
  ['a line break itself', 'a\nb', 1, { line: 1, column: 2 }],
  ['after LF', 'a\nb', 2, { line: 2, column: 1 }],
  ['after CR LF', 'a\r\nb', 3, { line: 2, column: 1 }],
  ['after CR', 'a\rb', 2, { line: 2, column: 1 }],
  ['after empty lines', '\n\n\nb', 3, { line: 4, column: 1 }],
  ['the end of the text', 'a\nbc', 4, { line: 2, column: 3 }],
])('the place of %s', (_name, text, offset, place) => {
  expect(indexLines(text)(offset)).toEqual(place);
});
