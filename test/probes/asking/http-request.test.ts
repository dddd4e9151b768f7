import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesOf, requestOf } from '../../../src/probes/asking/http-request.ts';
import { httpKeys } from '../../../src/probes/options/http-options.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'svcmon-http-request-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const url = 'https://shop.example/';
const request = (options: object) => requestOf(httpKeys.parse({ url, ...options }), signal);

describe('the request of an http service', () => {
  test('says no more than its options do', () => {
    expect(request({})).toEqual({ url, method: 'GET', signal, ipFamily: 'any', followRedirects: 5 });
    expect(request({ http_version: 1.1 })).not.toHaveProperty('httpVersion');
  });

  test.each([
    [{ follow_redirects: false }, { followRedirects: 0 }],
    [{ json: null }, { json: null }],
    [{ form: { a: 1 } }, { form: { a: 1 } }],
    [{ body: '' }, { body: '' }],
    [
      { proxy: 'http://p:1', resolver: '1.1.1.1', ip_family: 6 },
      { proxy: 'http://p:1', resolver: '1.1.1.1', ipFamily: 6 },
    ],
    [{ http_version: 'auto' }, { httpVersion: 'auto' }],
    [{ http_version: 2 }, { httpVersion: '2' }],
    [{ timeouts: { connect: '1s' } }, { phaseLimits: { connectMs: 1_000 } }],
    [{ params: { a: [1, 2] } }, { params: { a: [1, 2] } }],
    [{ headers: { A: 1 } }, { headers: { A: '1' } }],
    [{ tls: { insecure: true, server_name: 'a' } }, { tls: { insecure: true, serverName: 'a' } }],
    [{ tls: { min_version: '1.0' } }, { tls: { insecure: false, minVersion: 'TLSv1' } }],
    [{ tls: { min_version: '1.3' } }, { tls: { insecure: false, minVersion: 'TLSv1.3' } }],
  ])('for %j says %j', (options, expected) => {
    expect(request(options)).toMatchObject(expected);
  });

  test('holds the contents of its files, read anew when they change', () => {
    const files = {
      body: join(folder, 'body'),
      ca: join(folder, 'ca'),
      cert: join(folder, 'cert'),
      key: join(folder, 'key'),
    };
    for (const [name, path] of Object.entries(files)) writeFileSync(path, name);
    const tls = { ca_file: files.ca, cert_file: files.cert, key_file: files.key };
    const options = { body_file: files.body, tls };
    expect(request(options)).toMatchObject({ body: Buffer.from('body'), tls: { ca: 'ca', cert: 'cert', key: 'key' } });
    writeFileSync(files.cert, 'rotated');
    expect(request(options)).toMatchObject({ tls: { cert: 'rotated' } });
  });

  test('that needs a file which is missing is no question at all', () => {
    const missing = { tls: { ca_file: join(folder, 'none') } };
    expect(() => request(missing)).toThrow(expect.objectContaining({ reason: 'config_file_unreadable' }));
  });
});

test('its files are told with the keys that name them', () => {
  const tls = { ca_file: 'ca', cert_file: 'cert', key_file: 'key' };
  expect(filesOf(httpKeys.parse({ url, body_file: 'body', tls }))).toEqual([
    { path: ['body_file'], file: 'body' },
    { path: ['tls', 'ca_file'], file: 'ca' },
    { path: ['tls', 'cert_file'], file: 'cert' },
    { path: ['tls', 'key_file'], file: 'key' },
  ]);
  expect(filesOf(httpKeys.parse({ url, tls: {} }))).toEqual([]);
});
