import { z } from 'zod';
import { secretKey } from '../domain/secret.ts';
import { authorizationHeader, defineScheme } from './scheme.ts';

/** A bearer token in the Authorization header (RFC 6750 §2.1). */
export const bearer = defineScheme({
  type: 'bearer',
  summary: 'Sends a token in the Authorization header (RFC 6750).',
  options: z.strictObject({
    type: z.literal('bearer'),
    token: secretKey(tokenProblem).describe('The token.'),
  }),
  adds: () => authorizationHeader,
  credentials: ({ token }) => ({
    headers: { Authorization: `Bearer ${token.reveal()}` },
    params: {},
    proof: 'token as configured',
  }),
  derivedSecrets: () => [],
});

/** Visible ASCII characters: wider than the `b64token` of RFC 6750, since not every API keeps to it. */
function tokenProblem(token: string): string | undefined {
  return /^[!-~]+$/.test(token) ? undefined : 'must not hold blanks, line breaks or characters beyond ASCII';
}
