import { expect } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { type BadSsl, type ServerName, startBadSsl } from '../support/peers/badssl.ts';
import { type Case, degraded, type Expected, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { type StaplingServer, startMustStapleServer } from '../support/peers/stapling.ts';
import { startTogether } from '../support/peers/together.ts';

interface Servers extends BadSsl {
  readonly stapled: StaplingServer;
  readonly unstapled: StaplingServer;
}

function start(): Promise<Servers & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const [badSsl, stapled, unstapled] = await Promise.all([
      keep(startBadSsl()),
      keep(startMustStapleServer('stapled')),
      keep(startMustStapleServer('missing')),
    ]);
    return { ...badSsl, stapled, unstapled };
  });
}

type TlsCase = Case<Servers>;

function at(port: number | string, more: object) {
  return { type: 'tls', host: '127.0.0.1', port: Number(port), ...more };
}

/** A tls service that trusts the root of the servers. */
function trusting(server: ServerName, more: object = {}): TlsCase[1] {
  return ({ url, trustedFile }) => at(new URL(url[server]).port, { ca_file: trustedFile, ...more });
}

/** What the report keeps of a certificate, also where it did not verify. */
function seen(leaf: string, verified: boolean): Expected {
  return {
    tls: {
      protocol: expect.stringMatching(/^TLSv1\.[23]$/),
      cipher: expect.any(String),
      verified,
      chain: expect.arrayContaining([expect.objectContaining({ subject: leaf })]),
    },
    details: {
      key: { type: 'ec', size: 256, curve: 'P-256' },
      signature_algorithm: 'ecdsa-with-SHA256',
      must_staple: false,
      stapled: false,
      alpn: expect.any(String),
    },
  };
}

function refused(reason: Parameters<typeof unhealthy>[0], leaf: string): Expected {
  return unhealthy(reason, { response_time_ms: null, ...seen(leaf, false) });
}

const certificates: readonly TlsCase[] = [
  [
    'a chain to a trusted root is healthy',
    trusting('good'),
    { ...healthy, ...seen('good', true), phases: { connect_ms: expect.any(Number), tls_ms: expect.any(Number) } },
  ],
  [
    'all that is seen can be asserted on',
    trusting('tls12', {
      alpn: ['http/1.1'],
      assertions: [
        'certificate.verified && certificate.subject == "good" && "127.0.0.1" in certificate.names',
        'earliest_expires_in < certificate.expires_in + duration("1s")',
        'chain.size() == 3 && chain[1].subject == "intermediate" && chain[2].subject == "root"',
        'chain.all(c, c.expires_in > duration("24h") && c.key.size >= 256)',
        'key.type == "ec" && key.size == 256 && key.curve == "P-256"',
        'signature_algorithm == "ecdsa-with-SHA256" && chain[1].signature_algorithm == signature_algorithm',
        '!must_staple && !stapled',
        'protocol == "TLSv1.2" && cipher.startsWith("ECDHE-") && alpn == "http/1.1"',
        'ip == "127.0.0.1"',
      ],
    }),
    healthy,
  ],
  [
    'a root that is not configured is not trusted',
    trusting('good', { ca_file: undefined }),
    refused('tls_untrusted', 'good'),
  ],
  ['an expired certificate', trusting('expired'), refused('tls_expired', 'expired')],
  ['an expired intermediate certificate', trusting('expiredIntermediate'), refused('tls_expired', 'below-expired')],
  ['a certificate that is not valid yet', trusting('notYetValid'), refused('tls_not_yet_valid', 'not-yet-valid')],
  ['a self-signed certificate', trusting('selfSigned'), refused('tls_self_signed', 'self-signed')],
  ['a certificate for other names', trusting('wrongHost'), refused('tls_wrong_host', 'wrong-host')],
  ['the same, asked for by its name', trusting('wrongHost', { server_name: 'other.example' }), healthy],
  [
    'a chain without its intermediate certificate',
    trusting('incomplete'),
    refused('tls_incomplete_chain', 'incomplete'),
  ],
  ['a chain to an unknown root', trusting('untrusted'), refused('tls_untrusted', 'untrusted')],
  [
    'a certificate for clients on a server',
    trusting('wrongPurpose'),
    refused('tls_invalid_certificate', 'wrong-purpose'),
  ],
  [
    'a certificate about to expire degrades',
    trusting('expiring'),
    degraded('certificate_expiring', seen('expiring', true)),
  ],
  [
    'an expired certificate, taken all the same',
    trusting('expired', { insecure: true }),
    { ...healthy, ...seen('expired', false) },
  ],
];

const protocols: readonly TlsCase[] = [
  ['a server of TLS 1.2', trusting('tls12', { assertions: ['protocol == "TLSv1.2"'] }), healthy],
  [
    'a server of TLS 1.2 is too old where 1.3 is wanted',
    trusting('tls12', { min_version: '1.3' }),
    unhealthy('tls_protocol'),
  ],
  ['a server of TLS 1.1', trusting('tls11'), unhealthy('tls_protocol')],
  ['a server of TLS 1.1 where that is allowed', trusting('tls11', { min_version: '1.1' }), healthy],
  [
    'a port that speaks no TLS',
    trusting('plain'),
    unhealthy('tls_protocol', { error_message: expect.stringContaining('the port does not speak TLS') }),
  ],
  [
    'a protocol that the server does not speak',
    ({ stapled: { port, certFile } }) => at(port, { ca_file: certFile, alpn: ['imap'] }),
    unhealthy('tls_protocol', { error_message: expect.stringContaining('none of the protocols in alpn') }),
  ],
];

const others: readonly TlsCase[] = [
  [
    'a handshake refused for want of a client certificate',
    trusting('mutualInHandshake'),
    unhealthy('tls_client_certificate'),
  ],
  [
    'the right client certificate is let in',
    ({ url, trustedFile, client: { certFile, keyFile } }) =>
      at(new URL(url.mutualInHandshake).port, { ca_file: trustedFile, cert_file: certFile, key_file: keyFile }),
    healthy,
  ],
  [
    'a client certificate of a stranger is not',
    ({ url, trustedFile, strangeClient: { certFile, keyFile } }) =>
      at(new URL(url.mutualInHandshake).port, { ca_file: trustedFile, cert_file: certFile, key_file: keyFile }),
    unhealthy('tls_client_certificate'),
  ],
  [
    'a certificate that must be stapled, and is',
    ({ stapled: { port, certFile } }) =>
      at(port, {
        ca_file: certFile,
        alpn: ['h2'],
        assertions: ['must_staple && stapled', 'alpn == "h2"', 'key.type == "rsa" && key.size == 2048'],
      }),
    { ...healthy, details: expect.objectContaining({ must_staple: true, stapled: true, alpn: 'h2' }) },
  ],
  [
    'a certificate that must be stapled, and is not',
    ({ unstapled: { port, certFile } }) => at(port, { ca_file: certFile, assertions: ['!must_staple || stapled'] }),
    unhealthy('assertion_failed', { details: expect.objectContaining({ must_staple: true, stapled: false }) }),
  ],
];

describeWithPeers(['nginx', 'openssl'], 'handshakes with nginx and openssl s_server', () => {
  testCases({ start, cases: [...certificates, ...protocols, ...others] });
});
