import { z } from 'zod';
import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import { formatEndpoint } from '../http/address.ts';
import { visitMqtt } from './asking/mqtt-visit.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { nameKey, passwordKey, wayKeys } from './options/database-keys.ts';
import { mqttExchangeKeys, mqttKeysOf, mqttPortOf, mqttProblems } from './options/mqtt-keys.ts';
import { hostKey } from './options/network-keys.ts';
import { defineProbe } from './probe.ts';

/** Connects to an MQTT broker, and may subscribe and publish. */
export const mqtt = defineProbe({
  type: 'mqtt',
  summary: 'Connects to an MQTT broker, and may subscribe to topics, publish a message and wait for one.',
  options: z.strictObject({
    host: hostKey().describe('Host name or IP address.'),
    port: z.int().min(1).max(65_535).optional().describe('Port; 1883 unless given, and 8883 with `tls`.'),
    version: z.enum(['3.1.1', '5']).default('3.1.1').describe('The version of MQTT to speak.'),
    client_id: nameKey()
      .max(100)
      .optional()
      .describe('The client id; a fresh one each time, `svcmon-…`, unless given.'),
    username: nameKey().optional().describe('The user to log in as.'),
    password: passwordKey().optional().describe('Their password.'),
    ...mqttExchangeKeys(),
    ...wayKeys(),
  }),
  facts: {
    code: { type: 'int', describes: 'the code with which the broker lets us in: 0' },
    message: {
      type: 'string',
      describes: 'the first message of `subscribe` that matches: a retained one, or the one waited for',
      value: ({ unshown }) => unshown?.message,
    },
    topic: { type: 'string', describes: 'the topic of that message' },
    retained: { type: 'bool', describes: 'whether the broker had kept it from before' },
    ...connectionFacts,
    ...tlsFacts,
  },
  problems: mqttProblems,
  files: ({ tls }) => tlsFilesOf(tls),
  prepare: () => import('mqtt'),
  endpoint: { protocols: ['mqtt:', 'mqtts:'], keys: mqttKeysOf },
  target: (options) =>
    `${options.tls === undefined ? 'mqtt' : 'mqtts'}://${formatEndpoint(options.host, mqttPortOf(options))}`,
  host: (options) => formatEndpoint(options.host, mqttPortOf(options)),
  idempotent: ({ publish }) => publish === undefined,
  observe: (options, context) => visitMqtt({ ...options, port: mqttPortOf(options) }, context),
});
