import { z } from 'zod';
import { parseDuration } from '../../domain/duration.ts';
import { secretKey } from '../../domain/secret.ts';
import { headerKeys, httpUrlKey, methodKey } from '../../http/request-keys.ts';
import { loginBodyKey } from './login-body.ts';

/** Where most logins have what `token` and `expires_in` ask for. */
export const defaultPlaces = { token: 'json.access_token', expiresIn: 'json.expires_in' } as const;

const text = () => z.string().min(1);

const lifetimeKey = z.union([z.number().positive(), text()], {
  error: 'expected a duration such as "15m", or an expression over the answer',
});

/** The keys of `auth` for a login that hands out a token. */
export const loginKeys = z
  .strictObject({
    type: z.literal('login'),
    url: httpUrlKey().describe('Where to log in: an absolute http or https URL. Redirects are not followed.'),
    method: methodKey().prefault('POST').describe('The request method of the login.'),
    username: text().optional().describe('The user name, sent as `username` in the body.'),
    password: secretKey().optional().describe('The password, sent as `password` in the body.'),
    json: loginBodyKey(z.unknown())
      .optional()
      .describe('The body of the login, sent as JSON; so are `username` and `password` unless `form` is given.'),
    form: loginBodyKey(z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('The body of the login, sent as a form (application/x-www-form-urlencoded).'),
    headers: headerKeys().optional().describe('Header fields of the login.'),
    token: text()
      .default(defaultPlaces.token)
      .describe(
        'A CEL expression for the token, over the answer to the login: `status`, `headers`, `body`, `json`. Only an answer of 2xx hands one out.',
      ),
    expires_in: lifetimeKey
      .default(defaultPlaces.expiresIn)
      .transform(toLifetime)
      .describe(
        'How long the token is valid: a duration, or such an expression that yields seconds, a duration or a timestamp. Without it a token is used until it is refused.',
      ),
    header: z
      .string()
      .regex(/^[\w!#$%&'*+^`.|~-]+$/, { error: 'expected the name of a header' })
      .default('Authorization')
      .describe('The header that carries the token.'),
    prefix: z
      .string()
      .regex(/^[!-~]*$/, { error: 'expected one word' })
      .optional()
      .describe('The word before the token; `Bearer` in `Authorization` and none in other headers unless given.'),
  })
  .superRefine(({ json, form, username, password }, context) => {
    if (json && form) {
      context.addIssue({ code: 'custom', path: ['form'], message: 'a login has one body, and json is given already' });
    }
    const body = json?.reveal() ?? form?.reveal() ?? {};
    for (const [name, value] of Object.entries({ username, password })) {
      if (value === undefined || !Object.hasOwn(body, name)) continue;
      context.addIssue({ code: 'custom', path: [name], message: 'the body of the login has it already' });
    }
  });

/** The options of a login, as parsed. */
export type LoginOptions = z.output<typeof loginKeys>;

/** How long a token is valid: known, or asked of the answer. */
export type Lifetime = { readonly ms: number } | { readonly expr: string };

function toLifetime(value: string | number): Lifetime {
  const ms = parseDuration(value);
  return ms === undefined ? { expr: String(value) } : { ms };
}
