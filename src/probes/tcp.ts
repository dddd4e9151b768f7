import { z } from 'zod';
import { connectionFacts } from '../domain/common-facts.ts';
import { formatEndpoint } from '../http/address.ts';
import { converse } from './asking/tcp-conversation.ts';
import { hostKey, ipFamilyKey, resolverKey } from './options/network-keys.ts';
import { patternKey } from './options/pattern-key.ts';
import { defineProbe } from './probe.ts';

/** Opens a TCP connection, says something and waits for the expected answer where asked to, and closes it again. */
export const tcp = defineProbe({
  type: 'tcp',
  summary: 'Opens a TCP connection, and may send something and expect an answer.',
  options: z.strictObject({
    host: hostKey().describe('Host name or IP address.'),
    port: z.int().min(1).max(65_535).describe('Port.'),
    send: z.string().optional().describe('What to send once connected.'),
    expect: patternKey()
      .optional()
      .describe('A regular expression (RE2) that what the server says must match somewhere in its first 64 KiB.'),
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
  },
  endpoint: {
    protocols: ['tcp:'],
    keys: ({ hostname, port, href }) => {
      if (port === '') throw new RangeError(`${href} names no port; write tcp://host:port`);
      return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
    },
  },
  target: ({ host, port }) => formatEndpoint(host, port),
  host: ({ host, port }) => formatEndpoint(host, port),
  idempotent: () => true,
  observe: (options, context) => converse(options, context),
});
