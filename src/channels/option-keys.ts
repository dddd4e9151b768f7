import { z } from 'zod';
import { type Secret, secretKey } from '../domain/secret.ts';

/** A web address that is itself the key to a destination, as those of incoming webhooks are. */
export function secretUrlKey() {
  return secretKey(urlProblem);
}

/** The base of a service's API; a slash at its end is dropped, so that paths can be added to it. */
export function baseUrlKey() {
  return z
    .string()
    .refine((text) => urlProblem(text) === undefined, { error: expectedUrl })
    .transform((text) => text.replace(/\/+$/, ''));
}

/** Request headers of the user's own, such as Authorization; every value is a secret. */
export function headersKey() {
  return z
    .record(z.string().regex(headerName, { error: 'expected the name of an HTTP header' }), secretKey(headerProblem))
    .optional();
}

/** The headers in the clear, for the request that they belong to. */
export function revealHeaders(headers: Readonly<Record<string, Secret>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()]));
}

const expectedUrl = 'expected an http or https URL';
// RFC 9110 §5.6.2
const headerName = /^[!#$%&'*+.^_`|~\w-]+$/;

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? undefined : expectedUrl;
}

function headerProblem(text: string): string | undefined {
  return /[\r\n\0]/.test(text) ? 'a header has no line breaks' : undefined;
}
