import { z } from 'zod';
import type { GraphqlOperation } from './body-keys.ts';

/** Whether sending a request of this method twice does no more than once (RFC 9110 §9.2.2). */
function isIdempotent(method: string): boolean {
  return idempotentMethods.has(method);
}

const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** Whether a request as an http service describes it may be sent twice; a GraphQL operation may unless it changes something. */
export function isRepeatable({
  method,
  graphql,
}: {
  readonly method: string;
  readonly graphql?: GraphqlOperation | undefined;
}) {
  return graphql === undefined ? isIdempotent(method) : !/\bmutation\b/.test(graphql.query);
}

/** The `params` key: scalars, or lists of them. */
export function paramKeys() {
  const scalar = z.union([z.string(), z.number(), z.boolean()]);
  return z.record(z.string(), z.union([scalar, z.array(scalar)]));
}
