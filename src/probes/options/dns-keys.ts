import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { redactUrl } from '../../domain/redaction.ts';
import { formatEndpoint } from '../../http/address.ts';
import { httpUrlKey } from '../../http/request-keys.ts';
import { parseHostAndPort } from './host-and-port.ts';
import { hostKey, ipFamilyKey } from './network-keys.ts';
import { tlsKeys } from './tls-keys.ts';

/** The types of records that can be asked for (https://www.iana.org/assignments/dns-parameters). */
const recordTypes = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DNSKEY',
  'DS',
  'HTTPS',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'SOA',
  'SRV',
  'SSHFP',
  'SVCB',
  'TLSA',
  'TXT',
] as const;

/** The response codes that can be expected (RFC 1035 §4.1.1, RFC 2136 §2.2). */
const rcodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'NOTAUTH'] as const;

/** The keys of a dns service beside those that every service has. */
export const dnsKeys = z.strictObject({
  query: queryKey().describe(
    'The name to ask for, as it stands: no search list is added. With `record: PTR` also an IP address.',
  ),
  record: z.enum(recordTypes).default('A').describe('The type of record to ask for.'),
  resolver: dnsResolverKey()
    .optional()
    .describe(
      'The DNS server to ask: an address or a name, with a port where it is not the usual one, or the https URL of a DoH server. The system’s servers unless given.',
    ),
  transport: z
    .enum(['udp', 'tcp', 'dot', 'doh'])
    .optional()
    .describe(
      'How to ask: `udp`, going on over TCP where the answer is truncated, `tcp`, `dot` (over TLS) or `doh` (over HTTPS). `doh` where the resolver is a URL, else `udp`.',
    ),
  expected_rcode: z
    .enum(rcodes)
    .default('NOERROR')
    .describe('The response code of a healthy answer, such as `NXDOMAIN` for a name that must not exist.'),
  allow_empty: z
    .boolean()
    .default(false)
    .describe('Whether `NOERROR` without a record of the type that was asked for is a healthy answer.'),
  dnssec: z.boolean().default(false).describe('Ask for signatures too (EDNS0 with the DO bit).'),
  recursion: z.boolean().default(true).describe('Ask the server to look elsewhere for what it does not know (RD).'),
  tls: tlsKeys().optional().describe('How the TLS connection of `dot` and `doh` is made and what is trusted.'),
  ip_family: ipFamilyKey(),
});

/** The options of a dns service, as parsed. */
export type DnsOptions = z.output<typeof dnsKeys>;

/** A DNS server as a configuration names it. */
export type DnsResolver =
  | { readonly url: string; readonly host?: never }
  | { readonly url?: never; readonly host: string; readonly port: number | undefined };

/** How a resolver is shown: without the secrets of a URL. */
export function showResolver(resolver: DnsResolver): string {
  return resolver.url === undefined ? formatEndpoint(resolver.host, resolver.port) : redactUrl(resolver.url);
}

/** Reads `1.1.1.1`, `10.0.0.53:5353`, `[2001:db8::1]:53` or `ns1.example.com`; undefined for anything else. */
export function parseServer(text: string): Omit<Extract<DnsResolver, { readonly host: string }>, 'url'> | undefined {
  const withPort = parseHostAndPort(text);
  if (withPort !== undefined) return withPort;
  const { data: host } = hostKey().safeParse(text);
  return host === undefined ? undefined : { host, port: undefined };
}

const expectedResolver =
  'expected a DNS server, such as 1.1.1.1, 10.0.0.53:5353, ns1.example.com or https://dns.example/dns-query';

function dnsResolverKey() {
  return z.string().transform((text, context): DnsResolver => {
    const trimmed = text.trim();
    const { success, data } = /^https:/i.test(trimmed) ? httpUrlKey().safeParse(trimmed) : { success: false };
    const resolver = success && data !== undefined ? { url: data } : parseServer(trimmed);
    if (resolver !== undefined) return resolver;
    context.addIssue({ code: 'custom', message: expectedResolver, input: text });
    return z.NEVER;
  });
}

const longestName = 253;

function queryKey() {
  return z.string().transform((text, context) => {
    const name = queryOf(text.trim());
    if (name !== undefined) return name;
    context.addIssue({ code: 'custom', message: 'expected a domain name or an IP address', input: text });
    return z.NEVER;
  });
}

/** In the letters DNS knows (IDNA) and without its last dot; that of the root is left. */
function queryOf(text: string): string | undefined {
  if (isIP(text) !== 0) return text;
  const name = /^[!-~]*$/.test(text) ? text : domainToASCII(text);
  if (name === '.') return name;
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  const fits = bare.length <= longestName && bare.split('.').every((label) => /^[^\\]{1,63}$/.test(label));
  return fits ? bare : undefined;
}
