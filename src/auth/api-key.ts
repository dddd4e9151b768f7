import { z } from 'zod';
import { secretKey } from '../domain/secret.ts';
import { defineScheme } from './scheme.ts';

const defaultNames = { header: 'X-API-Key', query: 'api_key' } as const;

/** A key in a header or a query parameter of its own, as many APIs want it. */
export const apiKey = defineScheme({
  type: 'api_key',
  summary: 'Sends a key in a header or a query parameter.',
  options: z.strictObject({
    type: z.literal('api_key'),
    in: z.enum(['header', 'query']).default('header').describe('Where the key goes.'),
    name: z
      .string()
      .regex(/^[\w.!#$%&'*+^`|~-]+$/, { error: 'expected the name of a header or a query parameter' })
      .optional()
      .describe('Its name; `X-API-Key` in a header and `api_key` in a query unless given.'),
    key: secretKey(keyProblem).describe('The key.'),
  }),
  adds: ({ in: place, name = defaultNames[place] }) => {
    return place === 'header' ? { headers: [name], params: [] } : { headers: [], params: [name] };
  },
  credentials: ({ in: place, name = defaultNames[place], key }) => {
    const pair = { [name]: key.reveal() };
    return place === 'header'
      ? { headers: pair, params: {}, proof: `key in the header ${name}` }
      : { headers: {}, params: pair, proof: `key in the query parameter ${name}` };
  },
  derivedSecrets: () => [],
});

/** What a header can hold (RFC 9110 §5.5), and no line break at either place. */
function keyProblem(key: string): string | undefined {
  return /^[\u0020-\u007e\u0080-\u00ff]+$/.test(key)
    ? undefined
    : 'must not hold line breaks, control characters or characters beyond Latin-1';
}
