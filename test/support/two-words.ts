import { z } from 'zod';
import { type BoundAuth, bindScheme, defineScheme } from '../../src/auth/scheme.ts';

/** Credentials that are `X-Word: first`, and `X-Word: second` once these are refused. */
export function twoWords(): BoundAuth {
  const scheme = defineScheme({
    type: 'words',
    summary: 'Sends a word.',
    options: z.strictObject({ type: z.literal('words') }),
    adds: () => ({ headers: ['X-Word'], params: [] }),
    credentials: () => ({ headers: { 'X-Word': 'first' }, params: {} }),
    renewed: ({ type: _type }, { answer }) =>
      answer.statusCode === 401 ? { headers: { 'X-Word': 'second' }, params: {} } : undefined,
    derivedSecrets: () => [],
  });
  return bindScheme(scheme, { type: 'words' });
}
