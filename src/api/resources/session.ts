import { z } from 'zod';
import { instant } from '../../reporting/machine-schema.ts';

/** Who asks, as far as they know themselves. */
export const sessionSchema = z
  .strictObject({
    name: z.string().describe('of the token or the person'),
    scope: z.enum(['none', 'read', 'write', 'admin']).describe('what may be done'),
    kind: z.enum(['anonymous', 'token', 'session']),
    expires: instant.nullable(),
    read_only: z.boolean().describe('whether services can be changed here'),
    login: z.strictObject({ token: z.literal(true), oidc: z.boolean() }).describe('ways to log in'),
  })
  .meta({ id: 'Session', description: 'Who asks, and what they may do.' });

/** What a browser logs in with. */
export const loginSchema = z
  .union([
    z.strictObject({ token: z.string().min(1).max(200) }),
    z.strictObject({ code: z.string().min(1).max(200).describe('of the link that svcmon printed') }),
  ])
  .meta({ id: 'Login', examples: [{ token: 'svcmon_…' }] });
