import type { HttpRequest } from './request.ts';

/** The body of a request as axios takes it, with the Content-Type it has unless the request says otherwise; false sends none. */
export interface RequestBody {
  readonly data?: string | Buffer | URLSearchParams;
  readonly contentType: string | false;
}

/** The one body of a request. Text and bytes are sent exactly as given. */
export function bodyOf({ json, form, body }: Pick<HttpRequest, 'json' | 'form' | 'body'>): RequestBody {
  if (json !== undefined) return { data: JSON.stringify(json), contentType: 'application/json' };
  if (form !== undefined) {
    const fields = Object.entries(form).map(([name, value]): [string, string] => [name, String(value)]);
    return { data: new URLSearchParams(fields), contentType: 'application/x-www-form-urlencoded;charset=utf-8' };
  }
  if (typeof body === 'string') return { data: Buffer.from(body), contentType: 'text/plain;charset=utf-8' };
  if (body !== undefined) return { data: Buffer.from(body), contentType: 'application/octet-stream' };
  return { contentType: false };
}

/** Query parameters as `name=value`; a list repeats its name. */
export function serializeParams(params: NonNullable<HttpRequest['params']>): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return new URLSearchParams(pairs).toString();
}
