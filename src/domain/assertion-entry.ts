import { z } from 'zod';
import type { AssertionSource } from './assertion.ts';

const assertion = z.strictObject({
  expr: z.string().min(1).describe('A CEL expression over what was observed.'),
  severity: z
    .enum(['unhealthy', 'degraded'])
    .default('unhealthy')
    .describe('What a failure of this assertion makes of the service.'),
  message: z.string().min(1).optional().describe('What to say when it fails.'),
});

/** One entry of `assertions`: an expression, alone or with what becomes of it. */
export const assertionEntry = z.union([z.string().min(1), assertion]);

/** What an entry means, whichever way it is written. */
export function toAssertionSource(entry: z.output<typeof assertionEntry>): AssertionSource {
  if (typeof entry === 'string') return { expr: entry };
  const { message, ...rest } = entry;
  return message === undefined ? rest : { ...rest, message };
}
