import { describe, expect, test } from 'vitest';
import { tcp } from '../../src/probes/tcp.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { probeContext } from '../support/probe-context.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

const db = { host: 'db.internal', port: 5_432 };

describe('a tcp service', () => {
  test('gets every default', () => {
    expect(tcp.options.parse(db)).toEqual({ ...db, ip_family: 'any' });
  });

  test.each([
    [{ port: 0 }],
    [{ port: 65_536 }],
    [{ port: '5432' }],
    [{ host: 'db:5432' }],
    [{ expect: '(' }],
    [{ expect: '(?=look-ahead)' }],
    [{ url: 'tcp://db' }],
    [{ script: [] }],
    [{ script: [{}] }],
    [{ script: [{ send: 'a', send_hex: '00' }] }],
    [{ send_hex: '0' }],
    [{ send_hex: 'xy' }],
    [{ send_hex: '' }],
    [{ starttls: 'http' }],
    [{ tls: { verify: false } }],
    [{ tls: { cert_file: 'alone.pem' } }],
  ])('with %j is refused', (options) => {
    expect(tcp.options.safeParse({ ...db, ...options }).success).toBe(false);
  });

  test.each([
    [{ script: [{ expect: 'a' }], send: 'x', expect: 'y' }, ['send', 'expect']],
    [{ send: 'x', send_hex: '00' }, ['send_hex']],
    [{ script: [{ expect: 'a' }], starttls: 'smtp', tls: true }, []],
  ])('with %j has mistakes across its keys at %j', (options, keys) => {
    expect(tcp.problems?.(tcp.options.parse({ ...db, ...options })).map(({ path }) => path[0])).toEqual(keys);
  });

  test('names the files that its trust is made of', () => {
    const tls = { ca_file: 'ca', cert_file: 'cert', key_file: 'key' };
    expect(tcp.files?.(tcp.options.parse({ ...db, tls }))).toEqual([
      { path: ['tls', 'ca_file'], file: 'ca' },
      { path: ['tls', 'cert_file'], file: 'cert' },
      { path: ['tls', 'key_file'], file: 'key' },
    ]);
    expect(tcp.files?.(tcp.options.parse({ ...db, tls: true }))).toEqual([]);
  });

  test.each([
    ['tcp://db.internal:5432', db],
    ['tcp://db.internal:5432?tls=true', { ...db, tls: true }],
    ['tcp://db.internal:5432?starttls=postgres', { ...db, starttls: 'postgres' }],
  ])('may be written %s', (url, keys) => {
    expect(tcp.endpoint?.keys(new URL(url))).toEqual(keys);
  });

  test.each([
    ['tcp://db.internal', 'names no port; write tcp://host:port'],
    ['tcp://db.internal:1/path', 'takes no path'],
    ['tcp://db.internal:1?tsl=true', 'takes no tsl'],
  ])('may not be written %s', (url, message) => {
    expect(() => tcp.endpoint?.keys(new URL(url))).toThrow(message);
  });

  test('with a pattern that is none is told why', () => {
    const { error } = tcp.options.safeParse({ ...db, expect: '(' });
    expect(error?.issues[0]?.message).toMatch(/^expected a regular expression \(RE2\): ./);
  });

  test.each([
    ['db.internal', 'db.internal:5432'],
    ['::1', '[::1]:5432'],
  ])('at %s is shown, and counted against, as %s', (host, endpoint) => {
    const options = tcp.options.parse({ ...db, host });
    expect([tcp.target(options), tcp.host(options), tcp.idempotent(options)]).toEqual([endpoint, endpoint, true]);
  });

  test('is looked at by a conversation', async () => {
    const { port } = await startFaultServer((socket) => socket.end('220 ready\r\n'));
    const options = tcp.options.parse({ host: '127.0.0.1', port, expect: '^220 ' });
    expect(await tcp.observe(options, probeContext())).toMatchObject({ type: 'tcp', answer: '220 ready\r\n' });
  });
});

const here = (port: number, more: object) => ({ host: '127.0.0.1', port, ...more });

describeProbe('tcp', {
  probe: tcp,
  troubles: troublesOverTcp((port) => here(port, { send: 'AUTH planted-secret\r\n', expect: '^PONG' })),
  secrets: ['planted-secret'],
});

describeProbe('scripted tcp', {
  probe: tcp,
  troubles: troublesOverTcp((port) =>
    here(port, { script: [{ expect: '^220 ' }, { send: 'AUTH planted-secret\r\n', expect: '^250 ' }] }),
  ),
  secrets: ['planted-secret'],
});

describeProbe('encrypted tcp', {
  probe: tcp,
  troubles: troublesOverTcp((port) => here(port, { tls: true, expect: '^220 ' })),
});
