import { z } from 'zod';
import { formatEndpoint } from '../http/address.ts';
import { visitMysql } from './asking/mysql-visit.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { queryFacts } from './facts/query-facts.ts';
import { nameKey, passwordKey, placeKeys, queryKeys, wayKeys } from './options/database-keys.ts';
import { sqlKeysOf } from './options/database-url.ts';
import { defineProbe } from './probe.ts';

// https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode
const tlsModes = {
  name: 'ssl-mode',
  without: ['disabled', 'preferred'],
  unverified: ['required'],
  verified: ['verify_ca', 'verify_identity'],
};

/** Logs in to a MySQL or MariaDB server and runs one query. */
export const mysql = defineProbe({
  type: 'mysql',
  summary:
    'Logs in to a MySQL or MariaDB server and runs one query in a read-only transaction; needs the package `mysql2`.',
  options: z.strictObject({
    ...placeKeys(3_306),
    username: nameKey().describe('The user to log in as.'),
    password: passwordKey().optional().describe('Their password, where they have one.'),
    database: nameKey().optional().describe('The database; none unless given.'),
    ...queryKeys('?'),
    ...wayKeys(),
  }),
  facts: queryFacts,
  files: ({ tls }) => tlsFilesOf(tls),
  prepare: () => import('mysql2'),
  endpoint: { protocols: ['mysql:', 'mariadb:'], keys: (url) => sqlKeysOf(url, tlsModes) },
  target: ({ host, port, database }) =>
    `mysql://${formatEndpoint(host, port)}${database === undefined ? '' : `/${encodeURIComponent(database)}`}`,
  host: ({ host, port }) => formatEndpoint(host, port),
  idempotent: () => true,
  observe: (options, context) => visitMysql(options, context),
});
