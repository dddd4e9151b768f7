import { expect, test } from 'vitest';
import { readDatabaseUrl, sqlKeysOf } from '../../../src/probes/options/database-url.ts';

const modes = { name: 'sslmode', without: ['disable'], unverified: ['require'], verified: ['verify-full'] };

test.each([
  ['db://h', { host: 'h' }],
  ['db://h:1/', { host: 'h', port: 1 }],
  ['db://a:b%3Ac@h/d%2Fe', { host: 'h', username: 'a', password: 'b:c', database: 'd/e' }],
  ['db://%zz@h', { host: 'h', username: '%zz' }],
  ['db://[2001:db8::1]:5/x', { host: '2001:db8::1', port: 5, database: 'x' }],
])('%s is read', (url, expected) => {
  expect(readDatabaseUrl(new URL(url), [])).toEqual({ ...expected, parameters: new Map() });
});

test.each([
  ['db:///x', 'names no host'],
  ['db://u@h?colour=red', 'takes no colour; it takes ?query=, ?sslmode='],
  ['db://h/x', 'names no user; write db://user:password@host/database'],
  ['db://u@h?sslmode=maybe', 'sslmode is one of disable, require, verify-full'],
])('%s lacks sense', (url, message) => {
  expect(() => sqlKeysOf(new URL(url), modes)).toThrow(message);
});

test('no message repeats the password', () => {
  const url = new URL('db://u:planted-secret@h?colour=red');
  expect(() => sqlKeysOf(url, modes)).toThrow(/^(?!.*planted-secret)/);
});
