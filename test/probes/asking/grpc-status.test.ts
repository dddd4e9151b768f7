import { describe, expect, test } from 'vitest';
import { grpcStatusOf, grpcStatusOfHttp, reasonOfGrpcStatus } from '../../../src/probes/asking/grpc-status.ts';

describe('the status of a call', () => {
  test.each([
    [{ 'grpc-status': '0' }, { name: 'OK', message: '' }],
    [
      { 'grpc-status': '5', 'grpc-message': 'no %C3%A9' },
      { name: 'NOT_FOUND', message: 'no é' },
    ],
    [
      { 'grpc-status': '14', 'grpc-message': '100%' },
      { name: 'UNAVAILABLE', message: '100%' },
    ],
    [{ 'grpc-status': '99' }, { name: 'UNKNOWN', message: '' }],
  ])('in %j', (trailers, status) => {
    expect(grpcStatusOf(trailers)).toEqual(status);
  });

  test.each([[{}], [{ 'grpc-status': '' }], [{ 'grpc-status': '-1' }], [{ 'grpc-status': 'OK' }]])(
    'is not in %j',
    (trailers) => {
      expect(grpcStatusOf(trailers)).toBeUndefined();
    },
  );

  test.each([
    [400, 'INTERNAL'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'UNIMPLEMENTED'],
    [503, 'UNAVAILABLE'],
    [302, 'UNKNOWN'],
  ])('that HTTP %i means is %s', (statusCode, name) => {
    expect(grpcStatusOfHttp(statusCode)).toBe(name);
  });

  test.each([
    ['NOT_FOUND', 'service_unknown'],
    ['UNIMPLEMENTED', 'unimplemented'],
    ['DEADLINE_EXCEEDED', 'timeout'],
    ['UNAUTHENTICATED', 'auth_failed'],
    ['PERMISSION_DENIED', 'auth_failed'],
    ['UNAVAILABLE', 'query_failed'],
    ['RESOURCE_EXHAUSTED', 'query_failed'],
  ] as const)('%s is the reason %s', (name, reason) => {
    expect(reasonOfGrpcStatus(name)).toBe(reason);
  });
});
