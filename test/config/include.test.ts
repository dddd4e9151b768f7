import { describe, expect, test } from 'vitest';
import { findIncluded, matchesPattern } from '../../src/config/include.ts';
import { memoryFiles } from './memory-files.ts';

test.each([
  ['a.yaml', '*.yaml', true],
  ['a.yml', '*.yaml', false],
  ['.hidden.yaml', '*.yaml', false],
  ['.hidden.yaml', '.*.yaml', true],
  ['ab', 'a?', true],
  ['a', 'a?', false],
  ['😀', '?', true],
  ['a.b', 'a.b', true],
  ['aXb', 'a.b', false],
  ['a(1)+[x].yaml', 'a(1)+[x].*', true],
  ['abcabc', '*abc', true],
])('%s and the pattern %s: %s', (name, pattern, matches) => {
  expect(matchesPattern(name, pattern)).toBe(matches);
});

describe('included files', () => {
  const files = memoryFiles({
    'conf/services.yaml': '',
    'conf/b.yaml': '',
    'conf/a.yaml': '',
    'conf/a.txt': '',
    'conf/x/one.yaml': '',
    'conf/y/two.yaml': '',
    '/abs/z.yaml': '',
  });
  const listing = {
    list: async (folder: string) =>
      folder === 'conf' ? [...((await files.list(folder)) ?? []), 'x', 'y'] : files.list(folder),
  };

  test.each([
    ['a pattern, sorted and without the including file', '*.yaml', ['conf/a.yaml', 'conf/b.yaml']],
    ['a name, whether it is there or not', ['none.yaml'], ['conf/none.yaml']],
    ['several, each file once', ['b.yaml', '*.yaml'], ['conf/b.yaml', 'conf/a.yaml']],
    ['a pattern for folders', '*/*.yaml', ['conf/x/one.yaml', 'conf/y/two.yaml']],
    ['a name below a pattern only where it is there', '*/two.yaml', ['conf/y/two.yaml']],
    ['a path upwards', '../conf/a.yaml', ['conf/a.yaml']],
    ['an absolute pattern', '/abs/*.yaml', ['/abs/z.yaml']],
  ])('%s', async (_name, include, names) => {
    const { entries, warnings } = await findIncluded('conf/services.yaml', include, listing);
    expect(entries.map(({ name }) => name)).toEqual(names);
    expect(warnings).toEqual([]);
  });

  test('a pattern that matches nothing is a warning at its place', async () => {
    const { entries, warnings } = await findIncluded('conf/services.yaml', ['a.yaml', 'none/*.yaml'], listing);
    expect(entries).toEqual([{ name: 'conf/a.yaml', path: ['include', 0] }]);
    expect(warnings).toEqual([{ path: ['include', 1], message: 'no file matches "none/*.yaml"' }]);
  });
});
