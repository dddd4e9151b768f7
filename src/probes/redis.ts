import { z } from 'zod';
import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import { formatEndpoint } from '../http/address.ts';
import { visitRedis } from './asking/redis-visit.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { passwordKey, placeKeys, wayKeys } from './options/database-keys.ts';
import { redisKeysOf } from './options/database-url.ts';
import { commandProblems, readsOnly } from './options/redis-command.ts';
import { defineProbe, type OptionProblem } from './probe.ts';

/** Sends one command to a Redis server. */
export const redis = defineProbe({
  type: 'redis',
  summary: 'Sends one command to a Redis server, or one that speaks as it does, such as Valkey.',
  options: z.strictObject({
    ...placeKeys(6_379),
    username: z.string().min(1).optional().describe('The user to log in as (ACL); `default` unless given.'),
    password: passwordKey().optional().describe('Their password, where the server asks for one.'),
    database: z.int().min(0).max(1_000_000).default(0).describe('The number of the database.'),
    command: z
      .array(z.string(), { error: 'expected a list: the command, then each of its arguments' })
      .min(1)
      .max(1_000)
      .default(['PING'])
      .describe('The command and its arguments, e.g. `[LLEN, jobs]`.'),
    ...wayKeys(),
  }),
  facts: {
    value: {
      type: 'dyn',
      describes: 'the reply: text, a number, a list or null, e.g. `value == "PONG"`, `value < 1000`',
      value: ({ unshown }) => unshown?.value,
    },
    ...connectionFacts,
    ...tlsFacts,
  },
  problems: ({ username, password, command }): readonly OptionProblem[] => [
    ...(username !== undefined && password === undefined
      ? [{ path: ['username'], message: 'a user logs in with a password, and none is given' }]
      : []),
    ...commandProblems(command),
  ],
  files: ({ tls }) => tlsFilesOf(tls),
  endpoint: { protocols: ['redis:', 'rediss:'], keys: redisKeysOf },
  target: ({ host, port, database, tls }) =>
    `${tls === undefined ? 'redis' : 'rediss'}://${formatEndpoint(host, port)}/${database}`,
  host: ({ host, port }) => formatEndpoint(host, port),
  idempotent: ({ command }) => readsOnly(command),
  observe: (options, context) => visitRedis(options, context),
});
