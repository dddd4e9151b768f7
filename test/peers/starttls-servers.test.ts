import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, degraded, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { type SpokenProtocol, type StartTlsServers, startStartTlsServers } from '../support/peers/starttls-servers.ts';
import { freshFolder, svcmon } from '../support/svcmon.ts';

/** What is said over TLS and answered in each protocol, and how a server without TLS refuses it. */
const protocols = [
  ['imap', { send: 'b CAPABILITY\r\n', expect: '^b OK ' }, '"a BAD TLS support isn\'t enabled."'],
  ['pop3', { send: 'CAPA\r\n', expect: '^SASL PLAIN' }, '"-ERR TLS support isn\'t enabled."'],
  ['ftp', { send: 'FEAT\r\n', expect: '^211 End' }, '"530 Please login with USER and PASS."'],
  ['xmpp', { send: stream(), expect: '<mechanism>PLAIN<' }, '<mechanisms '],
  // An anonymous bind, and its success (RFC 4511 §4.2).
  [
    'ldap',
    { send_hex: '30 0c 02 01 02 60 07 02 01 03 04 00 80 00', expect: '\\x61\\x07\\x0a\\x01\\x00' },
    'result 2: ',
  ],
] as const;

/** A stream begins anew after TLS (RFC 6120 §5.4.3.3). */
function stream(): string {
  const names = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
  return `<?xml version='1.0'?><stream:stream to='127.0.0.1' version='1.0' ${names}>`;
}

function at(port: number, starttls: SpokenProtocol, more: object) {
  return { host: '127.0.0.1', port, starttls, ...more };
}

/** That the certificate was seen, trusted or not. */
function seen(verified: boolean) {
  return { tls: { verified, days_left: 28, chain: expect.arrayContaining([expect.objectContaining(leaf)]) } };
}

const leaf = { subject: 'server', issuer: 'authority' };

function casesOf([protocol, turn, refusal]: (typeof protocols)[number]): readonly Case<StartTlsServers>[] {
  const tls = (more: object) => {
    return ({ offering, caFile }: StartTlsServers) => {
      return { type: 'tls', ...at(offering[protocol], protocol, { ca_file: caFile, ...more }) };
    };
  };
  return [
    [
      `${protocol}: the certificate is verified, and when it expires is known`,
      tls({
        assertions: ["certificate.expires_in > duration('672h')", "certificate.expires_in < duration('696h')"],
      }),
      { ...healthy, ...seen(true), phases: { tls_ms: expect.any(Number), wait_ms: expect.any(Number) } },
    ],
    [
      `${protocol}: a certificate that expires too soon degrades`,
      tls({ thresholds: { certificate_expiry_warning: '60d' } }),
      degraded('certificate_expiring', seen(true)),
    ],
    [
      `${protocol}: one for another host is told as such`,
      tls({ server_name: 'other.example' }),
      unhealthy('tls_wrong_host', seen(false)),
    ],
    [
      `${protocol}: one of an unknown authority is told as such`,
      tls({ ca_file: undefined }),
      unhealthy('tls_incomplete_chain', {
        ...seen(false),
        error_message: expect.stringContaining('comes from an unknown authority'),
      }),
    ],
    [
      `${protocol}: the conversation goes on over TLS`,
      ({ offering, caFile }) => {
        return { type: 'tcp', ...at(offering[protocol], protocol, { tls: { ca_file: caFile }, ...turn }) };
      },
      { ...healthy, ...seen(true) },
    ],
    [
      `${protocol}: a server without TLS is told as such, in its own words`,
      ({ plain }) => ({ type: 'tls', ...at(plain[protocol], protocol, { server_name: 'plain.example' }) }),
      unhealthy('unimplemented', {
        error_message: expect.stringMatching(/^the server does not offer STARTTLS: it says /),
        tls: null,
      }),
    ],
    [
      `${protocol}: so it is where there is something to say`,
      ({ plain, caFile }) => {
        const trust = { ca_file: caFile, server_name: 'plain.example' };
        return { type: 'tcp', ...at(plain[protocol], protocol, { tls: trust, ...turn }) };
      },
      unhealthy('unimplemented', { error_message: expect.stringContaining(refusal) }),
    ],
  ];
}

const mistakes: readonly Case<StartTlsServers>[] = [
  [
    'a host that an XMPP server does not serve is told as such',
    ({ offering, caFile }) => {
      return { type: 'tls', ...at(offering.xmpp, 'xmpp', { ca_file: caFile, server_name: 'none.example' }) };
    },
    unhealthy('unexpected_answer', {
      error_message: 'the server does not begin TLS: it says "host-unknown: This server does not serve none.example"',
    }),
  ],
  ...(['imap', 'pop3', 'ftp'] as const).map((protocol): Case<StartTlsServers> => {
    return [
      `${protocol}: a handshake without a word before it says what is missing`,
      ({ offering }) => ({ type: 'tls', host: '127.0.0.1', port: offering[protocol] }),
      unhealthy('tls_protocol', { error_message: expect.stringContaining('starttls asks for TLS then') }),
    ];
  }),
  ...(
    [
      ['imap', 'pop3'],
      ['pop3', 'imap'],
      ['ftp', 'imap'],
      ['imap', 'ftp'],
      ['pop3', 'ldap'],
      ['ftp', 'xmpp'],
    ] as const
  ).map(([spoken, asked]): Case<StartTlsServers> => {
    return [
      `a server of ${spoken} is not taken for one of ${asked}`,
      ({ offering }) => ({ type: 'tls', ...at(offering[spoken], asked, {}) }),
      unhealthy('protocol_error', { error_message: expect.stringContaining('the port does not speak ') }),
    ];
  }),
];

describeWithPeers(
  ['dovecot', 'openssl', 'prosody', 'slapd', 'vsftpd'],
  'STARTTLS with Dovecot, vsftpd, Prosody and slapd',
  () => {
    let servers: (StartTlsServers & { stop(): Promise<void> }) | undefined;
    beforeAll(async () => {
      servers = await startStartTlsServers();
    });
    afterAll(() => servers?.stop());

    const start = async () => {
      if (servers === undefined) throw new Error('the servers did not start');
      return { ...servers, stop: async () => undefined };
    };
    testCases({ start, cases: [...protocols.flatMap(casesOf), ...mistakes] });

    describe.each(protocols)('a URL with ?starttls=%s', (protocol) => {
      test.each(['tls', 'tcp'])('shows what %s finds', async (type) => {
        const { offering, caFile } = await start();
        const url = `${type}://127.0.0.1:${offering[protocol]}?starttls=${protocol}`;
        const cwd = await freshFolder();
        const { exitCode, stdout } = await svcmon(['test-endpoint', url, '--ca', caFile], { cwd });
        expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('TLSv1.3') });
      });
    });
  },
);
