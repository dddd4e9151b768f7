import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret, secretKey, secretsIn } from '../../src/domain/secret.ts';

describe('a secret', () => {
  const secret = new Secret('hunter22');

  test.each([
    ['template', () => `${secret}`],
    ['JSON', () => JSON.stringify({ secret })],
    ['inspect', () => inspect({ secret }, { showHidden: true, depth: 9 })],
    ['entries', () => JSON.stringify(Object.entries(secret))],
  ])('does not show in its %s', (_name, write) => {
    expect(write()).not.toContain('hunter22');
  });

  test('is revealed where it is used', () => {
    expect(secret.reveal()).toBe('hunter22');
  });
});

test('secrets are found however deep they lie', () => {
  expect(secretsIn({ a: [{ b: new Secret('one') }], c: new Secret('two'), d: 'three', e: null })).toEqual([
    'one',
    'two',
  ]);
});

test('a secret that fails its check is refused without being repeated', () => {
  const parsed = secretKey((value) => (value.startsWith('https://') ? undefined : 'expected a URL')).safeParse(
    'hunter22',
  );
  expect(parsed.error?.issues[0]?.message).toBe('expected a URL');
  expect(JSON.stringify(parsed.error?.issues)).not.toContain('hunter22');
});
