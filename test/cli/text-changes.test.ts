import { expect, test } from 'vitest';
import { changedLines } from '../../src/cli/text-changes.ts';

test.each([
  ['a\nb\n', 'a\nx\nb\n', '+ x\n'],
  ['a\nx\nb\n', 'a\nb\n', '- x\n'],
  ['a\nb\nc\n', 'a\nB\nc\n', '- b\n+ B\n'],
  ['a\n', 'a\n', ''],
  ['x\nx\n', 'x\nx\nx\n', '+ x\n'],
  ['a\r\nb', 'a\r\nb\r\nc', '+ c\n'],
])('from %j to %j', (before, after, shown) => {
  expect(changedLines(before, after, { color: false })).toBe(shown);
});

test('additions are green and removals red where colours are wanted', () => {
  expect(changedLines('a', 'b', { color: true })).toBe('\u001b[31m- a\u001b[39m\n\u001b[32m+ b\u001b[39m\n');
});
