import { z } from 'zod';
import type { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** What a request holds before anybody has looked at it. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The same as the route wants it, or everything that is wrong with it at once. */
export function validate(
  route: Pick<Route, 'params' | 'query' | 'body'>,
  raw: RawRequest,
): { readonly ok: true; readonly value: RawRequest } | { readonly ok: false; readonly problem: Problem } {
  const params = route.params.safeParse(raw.params);
  const query = route.query.safeParse(raw.query);
  const body = (route.body ?? z.unknown()).safeParse(raw.body ?? undefined);
  const errors = [
    ...[params, query, body].flatMap(({ error }) => (error?.issues ?? []).flatMap(errorsOf)),
    ...contradiction(raw.query),
  ];
  if (params.success && query.success && body.success && errors.length === 0) {
    return { ok: true, value: { params: params.data, query: query.data, body: body.data } };
  }
  return { ok: false, problem: { status: 400, detail: 'the request cannot be taken as it is', errors } };
}

type Errors = NonNullable<Problem['errors']>;

/** Of keys that are not known each is told. */
function errorsOf(issue: z.core.$ZodIssue): Errors {
  const path = z.core.toDotPath(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: z.core.toDotPath([...issue.path, key]), message: 'unknown key' }));
}

/** No place in a list can be told in two ways. */
function contradiction(query: unknown): Errors {
  if (typeof query !== 'object' || query === null || !('cursor' in query && 'offset' in query)) return [];
  return [{ path: 'cursor', message: 'not beside "offset"' }];
}
