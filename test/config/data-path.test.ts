import { describe, expect, test } from 'vitest';
import { formatPath, valueAt, withoutValueAt, withValueAt } from '../../src/config/data-path.ts';

test.each([
  [[], ''],
  [['services'], 'services'],
  [['services', 1, 'timeout'], 'services[1].timeout'],
  [['headers', 'X-Trace'], 'headers.X-Trace'],
  [['headers', 'a b'], 'headers["a b"]'],
  [['', 'x'], '[""].x'],
])('the path %j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

describe('data at a path', () => {
  const data = { a: [{ b: 1 }, { b: 2 }], c: null };

  test.each([
    [[], data],
    [['a', 1, 'b'], 2],
    [['a', 2], undefined],
    [['c', 'd'], undefined],
    [['toString'], undefined],
  ])('%j', (path, value) => {
    expect(valueAt(data, path)).toEqual(value);
  });

  test('is replaced in a copy', () => {
    expect(withValueAt(data, ['a', 1, 'b'], 9)).toEqual({ a: [{ b: 1 }, { b: 9 }], c: null });
    expect(data.a[1]).toEqual({ b: 2 });
  });

  test('is left out of a copy', () => {
    expect(withoutValueAt(data, ['a', 0])).toEqual({ a: [{ b: 2 }], c: null });
    expect(withoutValueAt(data, ['a', 1, 'b'])).toEqual({ a: [{ b: 1 }, {}], c: null });
    expect(withoutValueAt(data, ['x', 'y'])).toEqual(data);
  });
});
