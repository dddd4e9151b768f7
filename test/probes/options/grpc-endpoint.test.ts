import { describe, expect, test } from 'vitest';
import { grpcEndpoint } from '../../../src/probes/options/grpc-endpoint.ts';

describe('a URL of gRPC', () => {
  test.each([
    ['grpc://ledger:50051/ledger.v1', { address: 'ledger:50051', service: 'ledger.v1' }],
    ['grpc://[::1]:50051', { address: '[::1]:50051' }],
    ['grpcs://ledger:443/', { address: 'ledger:443', tls: true }],
    ['grpc://ledger:1/a%20b', { address: 'ledger:1', service: 'a b' }],
    ['grpc://ledger:1/%zz', { address: 'ledger:1', service: '%zz' }],
    ['grpc://bücher:1', { address: 'bücher:1' }],
  ])('%s stands for %j', (url, keys) => {
    expect(grpcEndpoint(new URL(url))).toEqual(keys);
  });

  test.each([
    ['grpcs://ledger/x', 'grpcs://ledger names no port; write grpcs://host:port/service'],
    ['grpc://ann:pw@ledger:1', 'grpc://ledger:1 takes no user name and password'],
    ['grpc://ledger:1/x?y=1', 'grpc://ledger:1 takes nothing after the service'],
  ])('%s stands for none', (url, message) => {
    expect(() => grpcEndpoint(new URL(url))).toThrowError(new RangeError(message));
  });
});
