import { describe, expect, test } from 'vitest';
import { addressKey, authorityKey, metadataKeys } from '../../../src/probes/options/grpc-keys.ts';

describe('an address', () => {
  test.each([
    ['ledger:50051', { host: 'ledger', port: 50_051 }],
    [' bücher.example:443 ', { host: 'xn--bcher-kva.example', port: 443 }],
    ['192.0.2.1:1', { host: '192.0.2.1', port: 1 }],
    ['[2001:db8::1]:65535', { host: '2001:db8::1', port: 65_535 }],
  ])('%j is read', (text, parts) => {
    expect(addressKey().parse(text)).toEqual(parts);
  });

  test.each([
    'ledger',
    'ledger:',
    'ledger:0',
    'ledger:65536',
    ':50051',
    '2001:db8::1:50051',
    'grpc://ledger:50051',
    'ledger:50051/a',
  ])('%j is refused', (text) => {
    expect(addressKey().safeParse(text).error?.issues[0]?.message).toMatch(/^expected a host and a port, such as /);
  });
});

describe('metadata', () => {
  test('has lower-case names and values as text', () => {
    expect(metadataKeys().parse({ 'X-Tenant': 7, 'trace-bin': 'AAE=' })).toEqual({
      'x-tenant': '7',
      'trace-bin': 'AAE=',
    });
  });

  test.each([
    ['a name with a blank', { 'a b': 'c' }, ['a b']],
    ['a name of gRPC', { 'grpc-timeout': '1S' }, ['grpc-timeout']],
    ['a name of HTTP/2', { TE: 'x' }, ['TE']],
    ['a line break', { a: 'b\nc' }, ['a']],
    ['a value beyond ASCII', { a: 'é' }, ['a']],
    ['a -bin value that is not base64', { 'a-bin': '!' }, ['a-bin']],
  ])('with %s is refused there', (_name, fields, path) => {
    expect(metadataKeys().safeParse(fields).error?.issues[0]?.path).toEqual(path);
  });
});

describe('an authority', () => {
  test.each(['ledger.example', 'ledger.example:443', '[::1]:80'])('may be %j', (text) => {
    expect(authorityKey().safeParse(text).success).toBe(true);
  });

  test.each(['', 'a b', 'http://a', 'a/b', 'user@a', 'a:99999'])('is not %j', (text) => {
    expect(authorityKey().safeParse(text).success).toBe(false);
  });
});
