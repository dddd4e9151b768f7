import { z } from 'zod';
import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import { formatEndpoint } from '../http/address.ts';
import { converse } from './asking/tcp-conversation.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { endpointOf } from './options/endpoint-url.ts';
import { hostKey, ipFamilyKey, resolverKey } from './options/network-keys.ts';
import { scriptKey, turnKeys } from './options/script-keys.ts';
import { startTlsKey } from './options/starttls-key.ts';
import { tcpProblems, trustOf, turnsOf } from './options/tcp-options.ts';
import { tlsSwitchKey } from './options/tls-keys.ts';
import { defineProbe } from './probe.ts';

/** Opens a TCP connection, encrypted or not, says something and waits for the expected answer where asked to, and closes it again. */
export const tcp = defineProbe({
  type: 'tcp',
  summary: 'Opens a TCP connection, with TLS where asked to, and may send something and expect an answer.',
  options: z.strictObject({
    host: hostKey().describe('Host name or IP address.'),
    port: z.int().min(1).max(65_535).describe('Port.'),
    tls: tlsSwitchKey()
      .optional()
      .describe('Encrypts the connection: `true`, or how a TLS connection is made and what is trusted.'),
    starttls: startTlsKey().optional(),
    ...turnKeys,
    script: scriptKey().optional(),
    ip_family: ipFamilyKey(),
    resolver: resolverKey().optional(),
  }),
  facts: {
    answer: {
      type: 'string',
      describes: 'what the server said, where `expect` asked for it',
      value: ({ answer }) => answer,
    },
    ...connectionFacts,
    ...tlsFacts,
  },
  problems: tcpProblems,
  files: (options) => tlsFilesOf(trustOf(options)),
  endpoint: {
    protocols: ['tcp:'],
    keys(url) {
      const { tls, ...keys } = endpointOf(url, ['tls', 'starttls']);
      if (keys.port === undefined) throw new RangeError(`${url.href} names no port; write tcp://host:port`);
      return tls === undefined ? keys : { ...keys, tls: tls === '' || tls === 'true' };
    },
  },
  target: ({ host, port }) => formatEndpoint(host, port),
  host: ({ host, port }) => formatEndpoint(host, port),
  idempotent: () => true,
  observe: (options, context) => converse({ ...options, tls: trustOf(options), script: turnsOf(options) }, context),
});
