import { isIP } from 'node:net';
import type { OptionProblem } from '../probe.ts';
import type { DnsOptions } from './dns-keys.ts';

/** How a dns service asks, where its options leave that open. */
export function transportOf({ transport, resolver }: DnsOptions): 'udp' | 'tcp' | 'dot' | 'doh' {
  return transport ?? (resolver?.url === undefined ? 'udp' : 'doh');
}

/** Mistakes in the options of a dns service that show only across keys: an address that is no name, a transport without its server. */
export function dnsProblems(options: DnsOptions): readonly OptionProblem[] {
  const { query, record, resolver, expected_rcode, allow_empty, tls } = options;
  const used = transportOf(options);
  const problems: readonly (readonly [boolean, string, string])[] = [
    [isIP(query) !== 0 && record !== 'PTR', 'query', 'an address is asked for with `record: PTR`'],
    [used === 'doh' && resolver?.url === undefined, 'resolver', 'doh needs the https URL of a server'],
    [used !== 'doh' && resolver?.url !== undefined, 'transport', 'a server with a URL is asked by doh'],
    [used === 'dot' && resolver === undefined, 'resolver', 'dot needs a server: the system’s do not speak TLS'],
    [tls !== undefined && (used === 'udp' || used === 'tcp'), 'tls', `${used} knows no TLS; transport: dot does`],
    [
      allow_empty && expected_rcode !== 'NOERROR',
      'allow_empty',
      `${expected_rcode} comes without records in any case; allow_empty is about NOERROR`,
    ],
  ];
  return problems.flatMap(([is, key, message]) => (is ? [{ path: [key], message }] : []));
}
