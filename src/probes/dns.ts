import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import type { FactTable } from '../domain/fact.ts';
import { inquire } from './asking/dns-inquiry.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { dnsEndpointKeys } from './options/dns-endpoint.ts';
import { dnsKeys, showResolver } from './options/dns-keys.ts';
import { dnsProblems, transportOf } from './options/dns-problems.ts';
import { defineProbe } from './probe.ts';

const transportNames: ReadonlyMap<string, string> = new Map([
  ['udp', 'UDP'],
  ['tcp', 'TCP'],
  ['dot', 'TLS'],
  ['doh', 'HTTPS'],
]);

const answerFacts = {
  answers: {
    type: 'list<string>',
    describes:
      "the data of the records of the type that was asked for, sorted, as DNS tools show it, e.g. `answers.exists(a, a == '10 mail.example.')`; names end in a dot, the strings of a TXT record are joined",
  },
  answer_count: { type: 'int', describes: 'how many these are' },
  records: {
    type: 'dyn',
    describes: 'the whole answer section, aliases and signatures too, each record with `name`, `type`, `ttl`, `data`',
  },
  rcode: { type: 'string', label: 'Response code', describes: 'the response code, e.g. `NOERROR`' },
  ttl: {
    type: 'int',
    label: 'TTL',
    describes: 'the smallest TTL of the answers, in seconds',
    shown: (seconds) => `${seconds} s`,
  },
  serial: { type: 'int', label: 'Serial number', describes: 'the serial number of a zone, with `record: SOA`' },
  authenticated: {
    type: 'bool',
    label: 'DNSSEC verified',
    describes: 'whether the server says that it verified the signatures (AD)',
  },
  authoritative: { type: 'bool', describes: 'whether the server answers for its own zone (AA)' },
  transport: {
    type: 'string',
    describes: '`udp`, `tcp`, `dot` or `doh`: how the answer came at last',
    shown: (transport) => transportNames.get(String(transport)) ?? String(transport),
  },
} as const satisfies FactTable;

/** Asks a DNS server for the records of one name, over UDP, TCP, TLS or HTTPS. */
export const dns = defineProbe({
  type: 'dns',
  summary: 'Asks a DNS server for the records of a name.',
  options: dnsKeys,
  facts: { ...answerFacts, ...connectionFacts, ...tlsFacts },
  problems: dnsProblems,
  files: ({ tls }) => tlsFilesOf(tls),
  endpoint: { protocols: ['dns:'], keys: dnsEndpointKeys },
  target: (options) => {
    const { query, record, resolver } = options;
    const transport = transportOf(options);
    const server = resolver === undefined ? '' : ` @${showResolver(resolver)}`;
    return `${query} ${record}${server}${transport === 'tcp' || transport === 'dot' ? ` over ${transport}` : ''}`;
  },
  host: ({ resolver }) => {
    if (resolver === undefined) return 'the DNS servers of this machine';
    return resolver.url === undefined ? showResolver(resolver) : new URL(resolver.url).host;
  },
  idempotent: () => true,
  observe: (options, context) => inquire(options, context),
});
