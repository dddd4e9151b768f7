import { z } from 'zod';
import { type Secret, secretKey } from '../domain/secret.ts';
import { authorizationHeader, defineScheme } from './scheme.ts';

/** HTTP Basic authentication (RFC 7617): user name and password, as UTF-8. */
export const basic = defineScheme({
  type: 'basic',
  summary: 'Sends a user name and a password (RFC 7617).',
  options: z.strictObject({
    type: z.literal('basic'),
    username: z
      .string()
      .regex(/^[^:\p{Cc}]*$/u, { error: 'must not contain a colon or control characters (RFC 7617)' })
      .describe('The user name.'),
    password: secretKey(passwordProblem).optional().describe('The password; empty unless given.'),
  }),
  adds: () => authorizationHeader,
  credentials: (options) => ({
    headers: { Authorization: `Basic ${tokenOf(options)}` },
    params: {},
    // APIs that take a key as the user name want no password.
    proof: options.password === undefined ? 'user name without a password' : `as ${options.username}`,
  }),
  derivedSecrets: (options) => {
    const token = tokenOf(options);
    // It may be a key, as said above.
    return options.password === undefined ? [token, options.username] : [token];
  },
});

interface BasicOptions {
  readonly username: string;
  readonly password?: Secret | undefined;
}

function tokenOf({ username, password }: BasicOptions): string {
  return Buffer.from(`${username}:${password?.reveal() ?? ''}`).toString('base64');
}

/** A line break is easily read along with a password at the end of a file. */
function passwordProblem(password: string): string | undefined {
  return /\p{Cc}/u.test(password) ? 'must not contain line breaks or other control characters (RFC 7617)' : undefined;
}
