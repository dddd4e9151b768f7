import { z } from 'zod';
import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import { formatEndpoint } from '../http/address.ts';
import { visitAmqp } from './asking/amqp-visit.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { amqpKeysOf, amqpPortOf, loginSecretKey, loginTextKey, shortTextKey } from './options/amqp-keys.ts';
import { wayKeys } from './options/database-keys.ts';
import { hostKey } from './options/network-keys.ts';
import { defineProbe } from './probe.ts';

/** Opens a connection to an AMQP server, and may look at a queue. */
export const amqp = defineProbe({
  type: 'amqp',
  summary: 'Opens a connection to an AMQP 0-9-1 server, such as RabbitMQ, and may look at how full a queue is.',
  options: z.strictObject({
    host: hostKey().describe('Host name or IP address.'),
    port: z.int().min(1).max(65_535).optional().describe('Port; 5672 unless given, and 5671 with `tls`.'),
    username: loginTextKey().describe('The user to log in as.'),
    password: loginSecretKey().describe('Their password.'),
    vhost: shortTextKey().default('/').describe('The virtual host.'),
    queue: shortTextKey().optional().describe('A queue to look at; it is neither made nor read.'),
    ...wayKeys(),
  }),
  facts: {
    product: { type: 'string', describes: 'what the server says it is, e.g. `RabbitMQ`' },
    version: { type: 'string', describes: 'its version' },
    message_count: { type: 'int', describes: 'how many messages of `queue` wait, e.g. `message_count < 1000`' },
    consumer_count: { type: 'int', describes: 'how many consumers it has, e.g. `consumer_count > 0`' },
    ...connectionFacts,
    ...tlsFacts,
  },
  files: ({ tls }) => tlsFilesOf(tls),
  endpoint: { protocols: ['amqp:', 'amqps:'], keys: amqpKeysOf },
  target: (options) =>
    `${options.tls === undefined ? 'amqp' : 'amqps'}://${formatEndpoint(options.host, amqpPortOf(options))}/${encodeURIComponent(options.vhost)}`,
  host: (options) => formatEndpoint(options.host, amqpPortOf(options)),
  idempotent: () => true,
  observe: (options, context) => visitAmqp({ ...options, port: amqpPortOf(options) }, context),
});
