import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tlsFilesOf, tlsSettingsOf } from '../../../src/probes/asking/tls-settings.ts';
import { tlsKeys } from '../../../src/probes/options/tls-keys.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('what is trusted and shown comes from files, and the rest as it is', () => {
  const folder = temporaryFolder();
  const files = { ca_file: join(folder, 'ca'), cert_file: join(folder, 'cert'), key_file: join(folder, 'key') };
  for (const [key, file] of Object.entries(files)) writeFileSync(file, `of ${key}`);
  const keys = tlsKeys().parse({ ...files, server_name: 'shop.example', min_version: '1.3', insecure: true });
  expect(tlsSettingsOf(keys)).toEqual({
    ca: 'of ca_file',
    cert: 'of cert_file',
    key: 'of key_file',
    serverName: 'shop.example',
    minVersion: 'TLSv1.3',
    insecure: true,
  });
});

test.each([
  ['1.0', 'TLSv1'],
  ['1.1', 'TLSv1.1'],
  ['1.2', 'TLSv1.2'],
])('the version %s is called %s', (min_version, minVersion) => {
  expect(tlsSettingsOf(tlsKeys().parse({ min_version }))).toEqual({ insecure: false, minVersion });
});

test.each([
  [undefined, 'tls.ca_file: '],
  [[], 'ca_file: '],
  [['grpc', 'tls'], 'grpc.tls.ca_file: '],
])('a file that cannot be read is told with the key that names it, at %j', (at, beginning) => {
  const missing = tlsKeys().parse({ ca_file: join(temporaryFolder(), 'missing') });
  expect(() => tlsSettingsOf(missing, at)).toThrow(
    expect.objectContaining({ reason: 'config_file_unreadable', message: expect.stringMatching(`^${beginning}`) }),
  );
});

test('its files are told with the keys that name them', () => {
  const keys = tlsKeys().parse({ ca_file: 'ca', cert_file: 'cert', key_file: 'key' });
  expect(tlsFilesOf(keys)).toEqual([
    { path: ['tls', 'ca_file'], file: 'ca' },
    { path: ['tls', 'cert_file'], file: 'cert' },
    { path: ['tls', 'key_file'], file: 'key' },
  ]);
  expect(tlsFilesOf(keys, [])[0]).toEqual({ path: ['ca_file'], file: 'ca' });
  expect(tlsFilesOf(undefined)).toEqual([]);
});
