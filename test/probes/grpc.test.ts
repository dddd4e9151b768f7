import { describe, expect, test } from 'vitest';
import { grpc } from '../../src/probes/grpc.ts';

const ledger = { address: 'ledger:50051', service: 'ledger.v1' };

describe('a grpc service', () => {
  test('gets every default', () => {
    expect(grpc.options.parse({ address: 'ledger:50051' })).toEqual({
      address: { host: 'ledger', port: 50_051 },
      method: 'check',
      ip_family: 'any',
    });
  });

  test.each([
    [{ address: 'ledger' }],
    [{ address: 'http://ledger:1' }],
    [{ method: 'list' }],
    [{ service: 7 }],
    [{ authority: 'a/b' }],
    [{ tls: 'yes' }],
    [{ tls: { insecur: true } }],
    [{ metadata: { 'grpc-timeout': '1S' } }],
    [{ url: 'grpc://ledger' }],
  ])('with %j is refused', (options) => {
    expect(grpc.options.safeParse({ ...ledger, ...options }).success).toBe(false);
  });

  test.each([
    [{}, 'grpc://ledger:50051/ledger.v1'],
    [{ service: '' }, 'grpc://ledger:50051'],
    [{ tls: false }, 'grpc://ledger:50051/ledger.v1'],
    [{ tls: true }, 'grpcs://ledger:50051/ledger.v1'],
    [{ tls: {}, address: '[2001:db8::1]:443' }, 'grpcs://[2001:db8::1]:443/ledger.v1'],
  ])('with %j is shown as %s', (changes, target) => {
    expect(grpc.target(grpc.options.parse({ ...ledger, ...changes }))).toBe(target);
  });

  test('counts against its address, and may be asked twice', () => {
    const options = grpc.options.parse(ledger);
    expect([grpc.host(options), grpc.idempotent(options)]).toEqual(['ledger:50051', true]);
  });

  test('names the files of its TLS settings', () => {
    const options = grpc.options.parse({ ...ledger, tls: { ca_file: 'ca.pem' } });
    expect(grpc.files?.(options)).toEqual([{ path: ['tls', 'ca_file'], file: 'ca.pem' }]);
  });
});
