import { z } from 'zod';
import { secretKey } from '../domain/secret.ts';
import { defineScheme } from './scheme.ts';

/** A bearer token in the Authorization header (RFC 6750 §2.1). */
export const bearer = defineScheme({
  type: 'bearer',
  summary: 'Sends a token in the Authorization header (RFC 6750).',
  options: z.strictObject({ type: z.literal('bearer'), token: secretKey().describe('The token.') }),
  credentials: ({ token }) => ({ headers: { Authorization: `Bearer ${token.reveal()}` }, params: {} }),
  derivedSecrets: () => [],
});
