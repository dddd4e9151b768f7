import { describe, expect, test } from 'vitest';
import { grpc } from '../../../src/probes/grpc.ts';
import { grpcProblems } from '../../../src/probes/options/grpc-problems.ts';

const bearer = { type: 'bearer', token: 't' };

/** Where the options have mistakes. */
function problemsOf(options: object) {
  return grpcProblems(grpc.options.parse({ address: 'a:1', ...options })).map(({ path }) => path.join('.'));
}

describe('the options of a grpc service', () => {
  test.each([
    [{}],
    [{ metadata: { authorization: 'x' } }],
    [{ auth: bearer, metadata: { 'x-tenant': 'a' } }],
    [{ auth: { type: 'api_key', key: 'k' } }],
  ])('with %j have no mistakes', (options) => {
    expect(problemsOf(options)).toEqual([]);
  });

  test.each([
    [{ auth: bearer, metadata: { Authorization: 'x' } }, 'metadata.authorization'],
    [{ auth: { type: 'api_key', key: 'k', in: 'query' } }, 'auth'],
  ])('with %j have one at %s', (options, path) => {
    expect(problemsOf(options)).toEqual([path]);
  });
});
