import type { Answer } from './route.ts';

type Headers = Readonly<Record<string, string>>;

/** 200 with such a body. */
export function ok(body: unknown, headers: Headers = {}): Answer {
  return { kind: 'answer', status: 200, body, headers };
}

/** 201 with what was made, and where it is, below `/api/v1`. */
export function created(body: unknown, location: string): Answer {
  return { kind: 'answer', status: 201, body, headers: { location } };
}

/** 204: done, and nothing to tell. */
export function noContent(): Answer {
  return { kind: 'answer', status: 204 };
}

/** 404: there is no such thing. */
export function notFound(detail = 'there is nothing here'): Answer {
  return { kind: 'problem', status: 404, detail };
}

/** 409: it cannot be done as things stand. */
export function conflict(detail: string): Answer {
  return { kind: 'problem', status: 409, detail };
}

/** 400 with every part of the request that cannot be taken. */
export function badRequest(errors: readonly { readonly path: string; readonly message: string }[]): Answer {
  return { kind: 'problem', status: 400, detail: 'the request cannot be taken as it is', errors: [...errors] };
}
