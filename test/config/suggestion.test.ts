import { expect, test } from 'vitest';
import { closestName } from '../../src/config/suggestion.ts';

const known = ['timeout', 'check_interval', 'tcp', 'http', 'method', 'url'];

test.each([
  ['timout', 'timeout'],
  ['tpc', 'tcp'],
  ['checkInterval', 'check_interval'],
  ['check-interval', 'check_interval'],
  ['CHECK_INTERVAL', 'check_interval'],
  ['metod', 'method'],
  ['uri', 'url'],
  ['interval', undefined],
  ['slo', undefined],
  ['x', undefined],
  ['', undefined],
])('%s means %s', (name, meant) => {
  expect(closestName(name, known)).toBe(meant);
});
