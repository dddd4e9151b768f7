import { expect, test } from 'vitest';
import { httpVersionKey } from '../../../src/probes/options/http-version-key.ts';

test.each([
  [1.1, '1.1'],
  ['1.1', '1.1'],
  [2, '2'],
  ['2', '2'],
  ['auto', 'auto'],
  [undefined, undefined],
])('%j means %j', (given, version) => {
  expect(httpVersionKey().parse(given)).toBe(version);
});

test.each([1, 3, '2.0', 'h2', true, null])('%j is no version', (given) => {
  expect(httpVersionKey().safeParse(given).error?.issues[0]?.message).toBe('expected 1.1, 2 or auto');
});
