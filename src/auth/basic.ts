import { z } from 'zod';
import { secretKey } from '../domain/secret.ts';
import { defineScheme } from './scheme.ts';

/** HTTP Basic authentication (RFC 7617): user name and password, as UTF-8. */
export const basic = defineScheme({
  type: 'basic',
  summary: 'Sends a user name and a password (RFC 7617).',
  options: z.strictObject({
    type: z.literal('basic'),
    username: z
      .string()
      .refine((name) => !name.includes(':'), { error: 'must not contain a colon (RFC 7617)' })
      .describe('The user name.'),
    password: secretKey().describe('The password.'),
  }),
  credentials: (options) => ({ headers: { Authorization: `Basic ${tokenOf(options)}` }, params: {} }),
  derivedSecrets: (options) => [tokenOf(options)],
});

function tokenOf({
  username,
  password,
}: {
  readonly username: string;
  readonly password: { reveal(): string };
}): string {
  return Buffer.from(`${username}:${password.reveal()}`).toString('base64');
}
