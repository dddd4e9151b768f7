import { z } from 'zod';

/** Whether sending a request of this method twice does no more than once (RFC 9110 §9.2.2). */
export function isIdempotent(method: string): boolean {
  return idempotentMethods.has(method);
}

const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** The `params` key: scalars, or lists of them. */
export function paramKeys() {
  const scalar = z.union([z.string(), z.number(), z.boolean()]);
  return z.record(z.string(), z.union([scalar, z.array(scalar)]));
}

/** The `proxy` key: the URL of an HTTP proxy. */
export function proxyKey() {
  const isHttp = (text: string) => URL.canParse(text) && new URL(text).protocol === 'http:';
  return z.string().refine(isHttp, { error: 'expected the URL of an HTTP proxy, such as http://proxy:3128' });
}
