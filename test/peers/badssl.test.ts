import { expect } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { type BadSsl, type ServerName, startBadSsl } from '../support/peers/badssl.ts';
import { type Case, degraded, type Expected, healthy, testCases, unhealthy } from '../support/peers/cases.ts';

type TlsCase = Case<BadSsl>;

/** A service that trusts the root of the servers. */
function trusting(server: ServerName, tls: object = {}): TlsCase[1] {
  return ({ url, trustedFile }) => ({ url: url[server], tls: { ca_file: trustedFile, ...tls } });
}

/** What the report keeps of the TLS of a server, also where its certificate did not verify. */
function chainOf(leaf: string, verified: boolean): Expected {
  return {
    tls: {
      protocol: expect.stringMatching(/^TLSv1\.[23]$/),
      cipher: expect.any(String),
      verified,
      chain: expect.arrayContaining([expect.objectContaining({ subject: expect.stringContaining(leaf) })]),
    },
  };
}

function refused(reason: Parameters<typeof unhealthy>[0], leaf: string): Expected {
  return unhealthy(reason, { response_time_ms: null, status_code: null, ...chainOf(leaf, false) });
}

const certificates: readonly TlsCase[] = [
  [
    'a chain to a trusted root is healthy',
    trusting('good'),
    { ...healthy, ...chainOf('good', true), phases: { tls_ms: expect.any(Number) } },
  ],
  [
    'the certificate can be asserted on',
    ({ url, trustedFile }) => ({
      url: url.good,
      tls: { ca_file: trustedFile },
      assertions: [
        "certificate.expires_in > duration('336h')",
        'certificate.verified',
        '"127.0.0.1" in certificate.names',
      ],
    }),
    healthy,
  ],
  ['a root that is not configured is not trusted', ({ url }) => ({ url: url.good }), refused('tls_untrusted', 'good')],
  ['an expired certificate', trusting('expired'), refused('tls_expired', 'expired')],
  ['an expired intermediate certificate', trusting('expiredIntermediate'), refused('tls_expired', 'below-expired')],
  ['a certificate that is not valid yet', trusting('notYetValid'), refused('tls_not_yet_valid', 'not-yet-valid')],
  ['a self-signed certificate', trusting('selfSigned'), refused('tls_self_signed', 'self-signed')],
  ['a certificate for other names', trusting('wrongHost'), refused('tls_wrong_host', 'wrong-host')],
  [
    'a chain without its intermediate certificate',
    trusting('incomplete'),
    refused('tls_incomplete_chain', 'incomplete'),
  ],
  ['a chain to an unknown root', trusting('untrusted'), refused('tls_untrusted', 'untrusted')],
  [
    'a chain to an unknown root that is sent along',
    trusting('untrustedWithRoot'),
    refused('tls_untrusted', 'untrusted-with-root'),
  ],
  [
    'a certificate for clients on a server',
    trusting('wrongPurpose'),
    refused('tls_invalid_certificate', 'wrong-purpose'),
  ],
  [
    'a certificate about to expire degrades',
    trusting('expiring'),
    degraded('certificate_expiring', { status_code: 200, ...chainOf('expiring', true) }),
  ],
  [
    'the warning about expiry is configurable',
    ({ url, trustedFile }) => ({
      url: url.expiring,
      tls: { ca_file: trustedFile },
      thresholds: { certificate_expiry_warning: '2d' },
    }),
    { ...healthy, tls: { days_left: 4 } },
  ],
  [
    'the name to check may be another than the host',
    trusting('wrongHost', { server_name: 'other.example' }),
    { ...healthy, ...chainOf('wrong-host', true) },
  ],
];

const insecure: readonly TlsCase[] = [
  ...(
    [
      ['selfSigned', 'self-signed'],
      ['untrusted', 'untrusted'],
      ['wrongHost', 'wrong-host'],
      ['incomplete', 'incomplete'],
      ['notYetValid', 'not-yet-valid'],
    ] as const
  ).map(
    ([server, leaf]): TlsCase => [
      `insecure goes on with ${leaf}, and says it is unverified`,
      ({ url }) => ({ url: url[server], tls: { insecure: true } }),
      { ...healthy, status_code: 200, ...chainOf(leaf, false) },
    ],
  ),
  [
    'insecure goes on with an expired certificate, and still shows its dates',
    ({ url }) => ({ url: url.expired, tls: { insecure: true } }),
    { ...healthy, status_code: 200, ...chainOf('expired', false) },
  ],
  [
    'insecure says what verifies where it does',
    trusting('good', { insecure: true }),
    { ...healthy, ...chainOf('good', true) },
  ],
];

const protocols: readonly TlsCase[] = [
  ['TLS 1.2 is enough', trusting('tls12'), { ...healthy, tls: { protocol: 'TLSv1.2' } }],
  ['TLS 1.1 is not', trusting('tls11'), unhealthy('tls_protocol', { tls: null })],
  ['a higher minimum is honoured', trusting('tls12', { min_version: '1.3' }), unhealthy('tls_protocol')],
  ['a port that speaks plain HTTP', trusting('plain'), unhealthy('tls_protocol')],
  [
    'plain HTTP to a port that speaks TLS',
    ({ url }) => ({ url: url.good.replace('https:', 'http:') }),
    unhealthy('unexpected_status', { status_code: 400, tls: null }),
  ],
];

const clientCertificates: readonly TlsCase[] = [
  [
    'nginx answers 400 without a client certificate',
    trusting('mutual'),
    unhealthy('unexpected_status', { status_code: 400 }),
  ],
  [
    'nginx answers 400 to a client certificate it does not know',
    ({ url, trustedFile, strangeClient: { certFile, keyFile } }) => ({
      url: url.mutual,
      tls: { ca_file: trustedFile, cert_file: certFile, key_file: keyFile },
    }),
    unhealthy('unexpected_status', { status_code: 400 }),
  ],
  [
    'the right client certificate is let in',
    ({ url, trustedFile, client: { certFile, keyFile } }) => ({
      url: url.mutual,
      tls: { ca_file: trustedFile, cert_file: certFile, key_file: keyFile },
    }),
    { ...healthy, status_code: 200, ...chainOf('good', true) },
  ],
  [
    'a handshake refused for want of a client certificate',
    trusting('mutualInHandshake'),
    unhealthy('tls_client_certificate', { status_code: null }),
  ],
  [
    'the right client certificate passes the handshake',
    ({ url, trustedFile, client: { certFile, keyFile } }) => ({
      url: url.mutualInHandshake,
      tls: { ca_file: trustedFile, cert_file: certFile, key_file: keyFile },
    }),
    { ...healthy, status_code: 200 },
  ],
];

describeWithPeers(['nginx', 'openssl'], 'TLS against nginx and openssl s_server', () => {
  testCases({ start: startBadSsl, cases: [...certificates, ...insecure, ...protocols, ...clientCertificates] });
});
