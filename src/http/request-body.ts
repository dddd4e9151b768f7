import { multipartOf } from './multipart.ts';
import type { HttpRequest } from './request.ts';

/** The body of a request, and the Content-Type it has unless the request names one. */
export interface RequestBody {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** The one body of a request, if it has any. Text and bytes are sent exactly as given. */
export function bodyOf({ json, form, multipart, body }: BodyKeys): RequestBody | undefined {
  if (json !== undefined) return { bytes: Buffer.from(JSON.stringify(json)), contentType: 'application/json' };
  if (form !== undefined) {
    return { bytes: Buffer.from(serializeParams(form)), contentType: 'application/x-www-form-urlencoded' };
  }
  if (multipart !== undefined) return multipartOf(multipart);
  if (body === undefined) return undefined;
  const contentType = typeof body === 'string' ? 'text/plain;charset=utf-8' : 'application/octet-stream';
  return { bytes: Buffer.from(body), contentType };
}

type BodyKeys = Pick<HttpRequest, 'json' | 'form' | 'multipart' | 'body'>;

/** Names and values as a query or a form has them (WHATWG URL §5.2); a list repeats its name. */
export function serializeParams(params: NonNullable<HttpRequest['params']>): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return new URLSearchParams(pairs).toString();
}
