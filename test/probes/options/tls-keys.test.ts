import { expect, test } from 'vitest';
import { tlsKeys, tlsSwitchKey } from '../../../src/probes/options/tls-keys.ts';

test('TLS is verified unless told otherwise', () => {
  expect(tlsKeys().parse({})).toEqual({ insecure: false });
});

test('certificate and key go together', () => {
  expect(tlsKeys().safeParse({ cert_file: 'a', key_file: 'b' }).success).toBe(true);
  for (const half of [{ cert_file: 'a' }, { key_file: 'b' }]) {
    expect(
      tlsKeys()
        .safeParse(half)
        .error?.issues.map(({ message }) => message),
    ).toEqual(['cert_file and key_file go together']);
  }
});

test.each([[{ min_version: '1.4' }], [{ ca_file: '' }], [{ insecure: 'yes' }], [{ verify: false }]])(
  '%j is refused',
  (options) => {
    expect(tlsKeys().safeParse(options).success).toBe(false);
  },
);

test.each([
  [true, { insecure: false }],
  [{ ca_file: 'ca.pem' }, { ca_file: 'ca.pem', insecure: false }],
  [false, undefined],
])('where TLS is a choice, %j means %j', (given, keys) => {
  expect(tlsSwitchKey().parse(given)).toEqual(keys);
});
