import { z } from 'zod';
import { formatEndpoint } from '../http/address.ts';
import { visitPostgres } from './asking/postgres-visit.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { queryFacts } from './facts/query-facts.ts';
import { nameKey, passwordKey, placeKeys, queryKeys, wayKeys } from './options/database-keys.ts';
import { sqlKeysOf } from './options/database-url.ts';
import { defineProbe } from './probe.ts';

// https://www.postgresql.org/docs/current/libpq-ssl.html
const tlsModes = {
  name: 'sslmode',
  without: ['disable', 'allow', 'prefer'],
  unverified: ['require'],
  verified: ['verify-ca', 'verify-full'],
};

/** Logs in to a PostgreSQL server and runs one query. */
export const postgres = defineProbe({
  type: 'postgres',
  summary: 'Logs in to a PostgreSQL server and runs one query in a read-only transaction; needs the package `pg`.',
  options: z.strictObject({
    ...placeKeys(5_432),
    username: nameKey().describe('The user to log in as.'),
    password: passwordKey().optional().describe('Their password, where the server asks for one.'),
    database: nameKey().optional().describe('The database; that of the name of the user unless given.'),
    ...queryKeys('$1'),
    ...wayKeys(),
  }),
  facts: queryFacts,
  files: ({ tls }) => tlsFilesOf(tls),
  prepare: () => import('pg'),
  endpoint: { protocols: ['postgres:', 'postgresql:'], keys: (url) => sqlKeysOf(url, tlsModes) },
  target: ({ host, port, database, username }) =>
    `postgres://${formatEndpoint(host, port)}/${encodeURIComponent(database ?? username)}`,
  host: ({ host, port }) => formatEndpoint(host, port),
  idempotent: () => true,
  observe: (options, context) => visitPostgres(options, context),
});
