import { expect, test } from 'vitest';
import { columnsOf, fitColumns, wrapColumns } from '../../src/reporting/columns.ts';

test.each([
  ['', 0],
  ['plain', 5],
  ['Grüße', 5],
  ['e\u0301', 1],
  ['監視', 4],
  ['한국어', 6],
  ['Ａ１', 4],
  ['ｱ', 1],
  ['🚀', 2],
  ['👍🏽', 2],
  ['🇩🇪', 2],
  ['⚠\ufe0f', 2],
  ['⚠', 1],
  ['✓▲✕?…–·│━', 9],
  ['a監🚀b', 6],
])('%j takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['longer than that', 10, 'longer th…'],
  ['a blank before the cut', 8, 'a blank…'],
  ['監視サービス', 12, '監視サービス'],
  ['監視サービス', 11, '監視サービ…'],
  ['監視サービス', 10, '監視サー…'],
  ['🚀🚀🚀', 4, '🚀…'],
  ['🇩🇪🇫🇷', 3, '🇩🇪…'],
  ['text', 1, '…'],
  ['text', 0, ''],
])('%j in %i columns is %j', (text, max, expected) => {
  expect(fitColumns(text, max)).toBe(expected);
});

test.each([
  ['longer than that', 10, 'longer...'],
  ['text', 3, '...'],
  ['text', 2, 'te'],
])('%j in %i columns of ASCII is %j', (text, max, expected) => {
  expect(fitColumns(text, max, '...')).toBe(expected);
});

test('a pile of accents is cut to a bounded length', () => {
  expect(fitColumns(`a${'\u0301'.repeat(100_000)}bc`, 2).length).toBeLessThan(64);
});

test.each([
  ['one line', 20, ['one line']],
  ['breaks at a blank', 9, ['breaks at', 'a blank']],
  ['a verylongword b', 6, ['a', 'verylo', 'ngword', 'b']],
  ['監視サービス', 5, ['監視', 'サー', 'ビス']],
  ['', 5, ['']],
  ['no limit at all', Number.POSITIVE_INFINITY, ['no limit at all']],
])('%j wrapped at %i columns is %j', (text, max, lines) => {
  expect(wrapColumns(text, max)).toEqual(lines);
});

test('wrapping at no room at all still ends, with one character a line', () => {
  expect(wrapColumns('abc', 0).join('')).toBe('abc');
});
