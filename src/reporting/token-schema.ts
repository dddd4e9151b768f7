import { z } from 'zod';
import { scopes } from '../domain/access.ts';
import { instant } from './machine-schema.ts';

/** What `svcmon token list -o json` writes. */
export const tokensSchema = z.strictObject({
  schema: z.literal('svcmon.tokens/v1'),
  timestamp: instant.describe('when it was written'),
  tokens: z
    .array(
      z.strictObject({
        name: z.string(),
        scope: z.enum(scopes),
        created: instant,
        last_used: instant.nullable().describe('to the minute'),
        expires: instant.nullable().describe('null where it is good until it is revoked'),
      }),
    )
    .describe('those in force, by their age'),
});

export type TokensDocument = z.infer<typeof tokensSchema>;
