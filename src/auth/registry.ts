import { z } from 'zod';
import { apiKey } from './api-key.ts';
import { awsSigv4 } from './aws-sigv4.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { digest } from './digest.ts';
import { jwt } from './jwt.ts';
import { login } from './login.ts';
import { mtls } from './mtls.ts';
import { oauth2 } from './oauth2.ts';
import { type AuthExpression, type BoundAuth, bindScheme, type Scheme } from './scheme.ts';

/** Every way to prove who a request is from, in the order the documentation lists them. */
export const schemes: readonly [Scheme, ...Scheme[]] = [
  basic,
  bearer,
  apiKey,
  digest,
  jwt,
  login,
  oauth2,
  awsSigv4,
  mtls,
];

/** The `auth:` key: a mapping with a `type` and the keys of that scheme in, what adds to a request out. */
export function authKey() {
  const [first, ...others] = schemes;
  // The reference has a table for each scheme, in place of all their keys below every type of service.
  return z.discriminatedUnion('type', [keyOf(first), ...others.map(keyOf)]).meta({ 'x-svcmon-section': 'auth' });
}

/** Texts made from the secrets of every `auth:` in parsed options that could come back in an answer and must be masked. */
export function derivedSecretsOf(options: unknown): readonly string[] {
  if (isBoundAuth(options)) return options.derivedSecrets();
  return typeof options === 'object' && options !== null ? Object.values(options).flatMap(derivedSecretsOf) : [];
}

/** The expressions in the data of an `auth:`; none in what is no such data. */
export function expressionsOf(auth: Readonly<Record<string, unknown>>): readonly AuthExpression[] {
  return schemes.find(({ type }) => type === auth.type)?.expressions?.(auth) ?? [];
}

function keyOf(scheme: Scheme) {
  return scheme.options.describe(scheme.summary).transform((options): BoundAuth => bindScheme(scheme, options));
}

function isBoundAuth(value: unknown): value is BoundAuth {
  return typeof value === 'object' && value !== null && 'derivedSecrets' in value && 'credentials' in value;
}
