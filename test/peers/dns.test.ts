import { join } from 'node:path';
import { expect } from 'vitest';
import { dns } from '../../src/probes/dns.ts';
import { startDohFront } from '../support/doh-front.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { createAuthority } from '../support/peers/certificates.ts';
import { startKnot, type Zone } from '../support/peers/knot.ts';
import { freePorts } from '../support/peers/process.ts';
import { startTogether } from '../support/peers/together.ts';
import { startUnbound } from '../support/peers/unbound.ts';
import { probeContext } from '../support/probe-context.ts';
import { freshFolder } from '../support/svcmon.ts';

/** Resolvers as a configuration names them. */
interface Servers {
  /** A resolver that validates. */
  readonly unbound: string;
  readonly dot: string;
  readonly doh: string;
  readonly caFile: string;
  /** A server with authority over some zones. */
  readonly knot: string;
  readonly closed: string;
}

const soa = '@ SOA ns hostmaster\\.dns 2026112101 3600 600 604800 60';
const common = [soa, '@ NS ns', 'ns A 127.0.0.1', 'www A 192.0.2.80'];
const longText = `"${'x'.repeat(250)}"`;

const zones: readonly Zone[] = [
  { domain: 'signed.example.', records: common, signed: true },
  { domain: 'bogus.example.', records: common, signed: true },
  { domain: 'broken.example.', records: undefined },
  {
    domain: 'plain.example.',
    records: [
      ...common,
      'www A 192.0.2.81',
      'www 60 AAAA 2001:db8::80',
      'alias CNAME www',
      'lost CNAME nowhere',
      '@ MX 10 mail',
      '@ MX 20 mail.elsewhere.example.',
      '@ TXT "v=spf1 " "-all"',
      '@ CAA 0 issue "ca.example"',
      '_sip._tcp SRV 10 60 5060 sip',
      '_443._tcp TLSA 3 1 1 0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3',
      'sub DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118',
      'tel NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .',
      'host SSHFP 1 1 123456789abcdef67890123456789abcdef67890',
      '@ HTTPS 1 . alpn=h3,h2 ipv4hint=192.0.2.80,192.0.2.81 ipv6hint=2001:db8::80',
      '_8443._https.www HTTPS 0 pool',
      '_dns SVCB 16 resolver.example. mandatory=alpn,port alpn=dot port=853 key7=/q{?dns} key667="hello there"',
      'long TXT "a"',
      ...Array.from({ length: 20 }, (_, at) => `long TXT "${at}" ${longText}`),
    ],
  },
  { domain: '2.0.192.in-addr.arpa.', records: [soa, '@ NS ns.plain.example.', '80 PTR www.plain.example.'] },
  {
    domain: '8.b.d.0.1.0.0.2.ip6.arpa.',
    records: [soa, '@ NS ns.plain.example.', `1${'.0'.repeat(23)} PTR six.plain.example.`],
  },
];

function start(): Promise<Servers & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const folder = await freshFolder();
    const authority = await createAuthority(folder, 'dns-authority');
    const identity = await authority.issue({ name: 'resolver', altNames: 'IP:127.0.0.1,DNS:resolver.example' });
    const knot = await keep(startKnot(join(folder, 'knot'), zones));
    const [closed = 0] = await freePorts(1);
    const key = await keyOf('signed.example', `127.0.0.1:${knot.port}`);
    const unbound = await keep(
      startUnbound(join(folder, 'unbound'), {
        identity,
        stubs: { domains: zones.map(({ domain }) => domain), port: knot.port },
        server: [
          `trust-anchor: "signed.example. DNSKEY ${key}"`,
          `trust-anchor: "bogus.example. DNSKEY ${key}"`,
          'local-zone: "refused.example." refuse',
          'local-zone: "192.in-addr.arpa." transparent',
          'local-zone: "2.0.192.in-addr.arpa." transparent',
          'local-zone: "8.b.d.0.1.0.0.2.ip6.arpa." transparent',
        ],
      }),
    );
    const doh = await keep(startDohFront(unbound.udpAndTcp, identity));
    return {
      unbound: `127.0.0.1:${unbound.udpAndTcp}`,
      dot: `127.0.0.1:${unbound.tls}`,
      doh: doh.url,
      caFile: authority.certFile,
      knot: `127.0.0.1:${knot.port}`,
      closed: `127.0.0.1:${closed}`,
    };
  });
}

/** The key that a zone is signed with, in the form that trust anchors have. */
async function keyOf(query: string, resolver: string): Promise<string> {
  const { details } = await dns.observe(dns.options.parse({ query, resolver, record: 'DNSKEY' }), probeContext());
  return String(details?.answers).split(',')[0] ?? '';
}

function asks(resolver: string, query: string, more: object = {}) {
  return { type: 'dns', resolver, query, ...more };
}

function answers(...data: readonly string[]) {
  return {
    ...healthy,
    details: expect.objectContaining({ rcode: 'NOERROR', answers: data, answer_count: data.length }),
  };
}

const typeCases = (
  [
    ['A', 'www.plain.example', ['192.0.2.80', '192.0.2.81']],
    ['AAAA', 'WWW.Plain.Example.', ['2001:db8::80']],
    ['A', 'alias.plain.example', ['192.0.2.80', '192.0.2.81']],
    ['CNAME', 'alias.plain.example', ['www.plain.example.']],
    ['MX', 'plain.example', ['10 mail.plain.example.', '20 mail.elsewhere.example.']],
    ['NS', 'plain.example', ['ns.plain.example.']],
    ['TXT', 'plain.example', ['v=spf1 -all']],
    ['SOA', 'plain.example', ['ns.plain.example. hostmaster\\.dns.plain.example. 2026112101 3600 600 604800 60']],
    ['SRV', '_sip._tcp.plain.example', ['10 60 5060 sip.plain.example.']],
    ['CAA', 'plain.example', ['0 issue "ca.example"']],
    ['PTR', '192.0.2.80', ['www.plain.example.']],
    ['PTR', '2001:db8::1', ['six.plain.example.']],
    ['DS', 'sub.plain.example', ['60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118']],
    ['NAPTR', 'tel.plain.example', ['100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .']],
    ['SSHFP', 'host.plain.example', ['1 1 123456789ABCDEF67890123456789ABCDEF67890']],
    ['HTTPS', 'plain.example', ['1 . alpn=h3,h2 ipv4hint=192.0.2.80,192.0.2.81 ipv6hint=2001:db8::80']],
    ['HTTPS', '_8443._https.www.plain.example', ['0 pool.plain.example.']],
    [
      'SVCB',
      '_dns.plain.example',
      ['16 resolver.example. mandatory=alpn,port alpn=dot port=853 dohpath=/q{?dns} key667="hello there"'],
    ],
    ['TLSA', '_443._tcp.plain.example', ['3 1 1 0B9FA5A59EED715C26C1020C711B4F6EC42D58B0015E14337A39DAD301C5AFC3']],
  ] as const
).map(([record, query, data]): Case<Servers> => {
  return [`${record} of ${query}`, ({ knot }) => asks(knot, query, { record }), answers(...data)];
});

const transportCases: readonly Case<Servers>[] = (['udp', 'tcp', 'dot', 'doh'] as const).map((transport) => {
  const encrypted = transport === 'dot' || transport === 'doh';
  return [
    `${transport} through the resolver`,
    (servers) => {
      const resolver = encrypted ? servers[transport] : servers.unbound;
      const tls = encrypted ? { tls: { ca_file: servers.caFile } } : {};
      return asks(resolver, 'www.plain.example', { record: 'AAAA', transport, ...tls, assertions: ['ttl <= 60'] });
    },
    {
      ...answers('2001:db8::80'),
      address: '127.0.0.1',
      details: expect.objectContaining({ transport }),
      phases: { tls_ms: encrypted ? expect.any(Number) : null, wait_ms: expect.any(Number) },
      tls: encrypted ? expect.objectContaining({ verified: true }) : null,
    },
  ];
});

const cases: readonly Case<Servers>[] = [
  ...typeCases,
  ...transportCases,
  [
    'a zone’s own server has authority, and a serial number',
    ({ knot }) =>
      asks(knot, 'plain.example', {
        record: 'SOA',
        assertions: ['authoritative', 'serial == 2026112101', 'ttl == 300'],
      }),
    healthy,
  ],
  [
    'a resolver has no authority',
    ({ unbound }) => asks(unbound, 'www.plain.example', { assertions: ['authoritative'] }),
    unhealthy('assertion_failed'),
  ],
  [
    'an answer can be asserted on',
    ({ unbound }) =>
      asks(unbound, 'www.plain.example', {
        record: 'A',
        assertions: ["answers.exists(a, a == '192.0.2.80')", 'records.all(r, r.ttl <= 300)', "rcode == 'NOERROR'"],
      }),
    healthy,
  ],
  [
    'an assertion that does not hold says what was answered',
    ({ knot }) => asks(knot, 'plain.example', { record: 'NS', assertions: ["answers == ['ns.other.example.']"] }),
    unhealthy('assertion_failed', { evidence: { body: 'plain.example. 300 IN NS ns.plain.example.', headers: {} } }),
  ],
  [
    'an answer too long for UDP comes over TCP',
    ({ knot }) => asks(knot, 'long.plain.example', { record: 'TXT', assertions: ['answer_count == 21'] }),
    { ...healthy, details: expect.objectContaining({ transport: 'tcp' }), phases: { connect_ms: expect.any(Number) } },
  ],
  [
    'what the resolver has verified is authenticated',
    ({ unbound }) => asks(unbound, 'www.signed.example', { assertions: ['authenticated'] }),
    healthy,
  ],
  [
    'signatures come where they are asked for',
    ({ unbound }) =>
      asks(unbound, 'www.signed.example', {
        dnssec: true,
        assertions: ['answer_count == 1', "records.exists(r, r.type == 'RRSIG' && r.data.startsWith('A 13 '))"],
      }),
    healthy,
  ],
  [
    'what is not signed is not authenticated',
    ({ unbound }) => asks(unbound, 'www.plain.example', { assertions: ['authenticated'] }),
    unhealthy('assertion_failed'),
  ],
  [
    'a signature that does not verify is SERVFAIL',
    ({ unbound }) => asks(unbound, 'www.bogus.example'),
    unhealthy('dns_servfail', { details: expect.objectContaining({ rcode: 'SERVFAIL' }) }),
  ],
  ['a zone that did not load is SERVFAIL', ({ knot }) => asks(knot, 'broken.example'), unhealthy('dns_servfail')],
  [
    'a name that does not exist',
    ({ unbound }) => asks(unbound, 'nowhere.plain.example'),
    unhealthy('dns_nxdomain', { error_message: 'the name nowhere.plain.example does not exist (NXDOMAIN)' }),
  ],
  [
    'a name that must not exist, and does not',
    ({ unbound }) => asks(unbound, 'nowhere.plain.example', { expected_rcode: 'NXDOMAIN' }),
    healthy,
  ],
  [
    'a name that must not exist, and does',
    ({ unbound }) => asks(unbound, 'www.plain.example', { expected_rcode: 'NXDOMAIN' }),
    unhealthy('unexpected_answer', {
      error_message: 'expected NXDOMAIN for www.plain.example, got NOERROR with 2 answers',
    }),
  ],
  [
    'a name without a record of the type',
    ({ knot }) => asks(knot, 'www.plain.example', { record: 'MX' }),
    unhealthy('dns_no_record', {
      error_message: 'NOERROR, but the answer has no MX record of www.plain.example',
      details: expect.objectContaining({ rcode: 'NOERROR', answer_count: 0 }),
    }),
  ],
  [
    'a name that may be without a record of the type',
    ({ knot }) =>
      asks(knot, 'www.plain.example', { record: 'MX', allow_empty: true, assertions: ['answer_count == 0'] }),
    healthy,
  ],
  ['an alias of nothing', ({ unbound }) => asks(unbound, 'lost.plain.example'), unhealthy('dns_nxdomain')],
  ['another’s zone, at a server of few', ({ knot }) => asks(knot, 'other.example'), unhealthy('dns_refused')],
  [
    'another’s zone over TCP',
    ({ knot }) => asks(knot, 'other.example', { transport: 'tcp' }),
    unhealthy('dns_refused', { details: expect.objectContaining({ transport: 'tcp' }) }),
  ],
  ['a name that a resolver refuses', ({ unbound }) => asks(unbound, 'a.refused.example'), unhealthy('dns_refused')],
  ['no server over UDP', ({ closed }) => asks(closed, 'plain.example'), unhealthy('connection_refused')],
  [
    'no server over TCP',
    ({ closed }) => asks(closed, 'plain.example', { transport: 'tcp' }),
    unhealthy('connection_refused'),
  ],
  [
    'a certificate that nobody trusts, over TLS',
    ({ dot }) => asks(dot, 'plain.example', { transport: 'dot' }),
    unhealthy('tls_incomplete_chain', { tls: expect.objectContaining({ verified: false }) }),
  ],
  [
    'a certificate for another name, over TLS',
    ({ dot, caFile }) =>
      asks(dot, 'plain.example', { transport: 'dot', tls: { ca_file: caFile, server_name: 'other.example' } }),
    unhealthy('tls_wrong_host'),
  ],
  [
    'the name of the certificate, over TLS',
    ({ dot, caFile }) =>
      asks(dot, 'www.plain.example', {
        transport: 'dot',
        tls: { ca_file: caFile, server_name: 'resolver.example' },
        assertions: ["certificate.expires_in > duration('24h')"],
      }),
    healthy,
  ],
  [
    'TLS to a server that does not speak it',
    ({ knot }) => asks(knot, 'plain.example', { transport: 'dot', timeout: '2s' }),
    { status: 'unhealthy', reason: expect.stringMatching(/^(tls_protocol|connection_reset|timeout)$/) },
  ],
  [
    'a page that is no DoH server',
    ({ doh, caFile }) => asks(doh.replace('/dns-query', '/'), 'www.plain.example', { tls: { ca_file: caFile } }),
    unhealthy('unexpected_answer', { error_message: 'the DoH server answered 404 Not Found' }),
  ],
  [
    'a certificate that nobody trusts, over HTTPS',
    ({ doh }) => asks(doh, 'www.plain.example'),
    unhealthy('tls_incomplete_chain', { tls: expect.objectContaining({ verified: false }) }),
  ],
];

describeWithPeers(['knotd', 'unbound', 'openssl'], 'DNS against Knot and unbound', () => {
  testCases({ start, cases });
});
