import { z } from 'zod';
import { secretKey } from '../../domain/secret.ts';
import { hostKey, ipFamilyKey, resolverKey } from './network-keys.ts';
import { tlsSwitchKey } from './tls-keys.ts';

/** The keys that name a server with a port of its own. */
export function placeKeys(port: number) {
  return {
    host: hostKey().describe('Host name or IP address.'),
    port: z.int().min(1).max(65_535).default(port).describe('Port.'),
  };
}

/** The keys of how it is connected to. */
export function wayKeys() {
  return {
    tls: tlsSwitchKey()
      .optional()
      .describe('`true`, or how a TLS connection is made and what is trusted; not encrypted unless given.'),
    ip_family: ipFamilyKey(),
    resolver: resolverKey().optional(),
  };
}

/** The `username` key of a server that wants one, or any other name that goes to it. */
export function nameKey() {
  // The protocols end such texts with a NUL.
  return z
    .string()
    .min(1)
    .refine((text) => !text.includes('\0'), { error: 'holds no NUL character' });
}

/** The `password` key. */
export function passwordKey() {
  return secretKey((password) => (password.includes('\0') ? 'holds no NUL character' : undefined));
}

/** The keys of what is asked of a server that speaks SQL; `placeholder` is how its dialect writes the place of a parameter. */
export function queryKeys(placeholder: string) {
  return {
    query: z
      .string()
      .min(1)
      .refine((text) => !text.includes('\0'), { error: 'holds no NUL character' })
      .default('SELECT 1')
      .describe('One SQL statement, run in a transaction that cannot write.'),
    params: z
      .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .default([])
      .describe(`The values of its parameters, written \`${placeholder}\`.`),
  };
}
