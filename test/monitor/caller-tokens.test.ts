import { expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { fingerprintOfToken, tokenOf } from '../../src/monitor/caller-tokens.ts';

test('a service without a token of its own always gets the same from one key, unlike that of any other', () => {
  const token = tokenOf('backup', {}, 'key');
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(tokenOf('backup', {}, 'key')).toBe(token);
  expect(new Set([token, tokenOf('backup', {}, 'other key'), tokenOf('backup ', {}, 'key')]).size).toBe(3);
});

test('a token of its own is what is configured', () => {
  expect(tokenOf('backup', { token: new Secret('its-own-token-0123') }, 'key')).toBe('its-own-token-0123');
});

test('a token is looked up by what does not show how it begins', () => {
  expect(fingerprintOfToken('aaaa').slice(0, 4)).not.toBe(fingerprintOfToken('aaab').slice(0, 4));
});
