import { z } from 'zod';
import { connectionFacts } from '../domain/common-facts.ts';
import { durationKey } from '../domain/duration.ts';
import type { FactTable } from '../domain/fact.ts';
import type { Detail } from '../domain/observation.ts';
import { sendEchoes } from './asking/echo.ts';
import { endpointOf } from './options/endpoint-url.ts';
import { hostKey, ipFamilyKey, resolverKey } from './options/network-keys.ts';
import { defineProbe } from './probe.ts';

const echoFacts = {
  rtt: {
    type: 'duration',
    label: 'Round trip',
    describes: "the mean time to a reply, e.g. `rtt < duration('50ms')`",
  },
  rtt_min: { type: 'duration', label: 'Round trip min', describes: 'the shortest time to a reply' },
  rtt_max: { type: 'duration', label: 'Round trip max', describes: 'the longest time to a reply' },
  rtt_stddev: {
    type: 'duration',
    label: 'Round trip stddev',
    describes: 'how far these times are spread: their standard deviation',
  },
  loss: {
    type: 'double',
    describes: 'the part of the requests without a reply, from 0.0 to 1.0, e.g. `loss < 0.5`',
    shown: percent,
  },
  sent: { type: 'int', describes: 'how many requests were sent' },
  received: { type: 'int', describes: 'how many of these got a reply' },
} as const satisfies FactTable;

/** Sends ICMP echo requests through the `ping` of the system, which may do so where Node.js may not. */
export const icmp = defineProbe({
  type: 'icmp',
  summary: 'Sends ICMP echo requests (ping).',
  options: z.strictObject({
    host: hostKey().describe('Host name or IP address.'),
    count: z.int().min(1).max(100).default(3).describe('How many requests are sent.'),
    packet_interval: durationKey({ minMs: 200, maxMs: 60_000 })
      .prefault('200ms')
      .describe('Time between two requests.'),
    reply_timeout: durationKey({ minMs: 1_000, maxMs: 60_000 })
      .prefault('2s')
      .describe('How long the last reply is waited for, in whole seconds.'),
    packet_size: z.int().min(16).max(65_507).default(56).describe('Bytes that each request carries.'),
    ip_family: ipFamilyKey(),
    resolver: resolverKey().optional(),
  }),
  facts: { ...echoFacts, ...connectionFacts },
  endpoint: {
    protocols: ['icmp:', 'ping:'],
    keys: (url) => {
      const { host, port } = endpointOf(url);
      if (port !== undefined)
        throw new RangeError(`${url.href} has a port, which ICMP does not know; write icmp://host`);
      return { host };
    },
  },
  target: ({ host }) => host,
  host: ({ host }) => host,
  idempotent: () => true,
  observe: (options, context) => sendEchoes(options, context),
});

function percent(part: Detail): string {
  return `${Math.round(Number(part) * 1_000) / 10} %`;
}
