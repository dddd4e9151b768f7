import { expect, test } from 'vitest';
import { baseUrlKey, headersKey, revealHeaders, secretUrlKey } from '../../src/channels/option-keys.ts';

test.each([
  ['https://api.example', 'https://api.example'],
  ['https://api.example/', 'https://api.example'],
  ['http://proxy.example:8080/am//', 'http://proxy.example:8080/am'],
])('takes the base %s as %s', (text, url) => {
  expect(baseUrlKey().parse(text)).toBe(url);
});

test.each(['', 'api.example', 'ftp://api.example', 'javascript:alert(1)'])('refuses the base %j', (text) => {
  expect(baseUrlKey().safeParse(text).success).toBe(false);
});

test('keeps a secret address out of what it says of it', () => {
  const { error } = secretUrlKey().safeParse('hooks.example/very-secret');
  expect(JSON.stringify(error?.issues)).toContain('expected an http or https URL');
  expect(JSON.stringify(error?.issues)).not.toContain('very-secret');
});

test('hides the values of headers until they are sent', () => {
  const headers = headersKey().parse({ Authorization: 'Bearer very-secret' });
  expect(JSON.stringify(headers)).toBe('{"Authorization":"***"}');
  expect(revealHeaders(headers)).toEqual({ Authorization: 'Bearer very-secret' });
  expect(revealHeaders(undefined)).toEqual({});
});
