import { z } from 'zod';
import { apiKey } from './api-key.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { type BoundAuth, bindScheme, type Scheme } from './scheme.ts';

/** Every way to prove who a request is from, in the order the documentation lists them. */
export const schemes: readonly Scheme[] = [basic, bearer, apiKey];

/** The `auth:` key: a mapping with a `type` and the keys of that scheme in, what adds to a request out. */
export function authKey() {
  return z.discriminatedUnion('type', [keyOf(basic), keyOf(bearer), keyOf(apiKey)]);
}

/** Texts made from the secrets of an `auth:` that could come back in an answer and must be masked; none for anything else. */
export function derivedSecretsOf(auth: unknown): readonly string[] {
  return isBoundAuth(auth) ? auth.derivedSecrets() : [];
}

function keyOf<const Type extends string, Shape extends z.core.$ZodShape>(scheme: Scheme<Type, Shape>) {
  return scheme.options.describe(scheme.summary).transform((options): BoundAuth => bindScheme(scheme, options));
}

function isBoundAuth(value: unknown): value is BoundAuth {
  return typeof value === 'object' && value !== null && 'derivedSecrets' in value && 'credentials' in value;
}
