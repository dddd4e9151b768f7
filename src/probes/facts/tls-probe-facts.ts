import { connectionFacts, tlsFacts } from '../../domain/common-facts.ts';
import type { FactTable } from '../../domain/fact.ts';
import { durationInCel } from '../../domain/facts.ts';
import type { CertificateFacts, CertificateKey, Detail } from '../../domain/observation.ts';

/** What assertions on a tls service may use. */
export const tlsProbeFacts: FactTable = {
  ...tlsFacts,
  earliest_expires_in: {
    type: 'duration',
    describes: 'how long the certificate of the chain that expires first still holds',
    value: ({ tls }, now) => tls && Math.min(...tls.chain.map(({ validToAt }) => validToAt)) - now,
  },
  key: {
    type: { fields: { type: 'string', size: 'int', curve: 'string' } },
    describes: 'the key of the certificate: `type` (`rsa`, `ec`, `ed25519`, …), `size` in bits, `curve`',
    shown: showKey,
  },
  signature_algorithm: {
    type: 'string',
    describes: 'how the certificate is signed, e.g. `sha256WithRSAEncryption` or `ecdsa-with-SHA384`',
  },
  must_staple: {
    type: 'bool',
    describes: 'whether the certificate asks for a stapled OCSP response: `!must_staple || stapled`',
  },
  stapled: { type: 'bool', describes: 'whether an OCSP response came with the certificate' },
  chain: {
    type: 'dyn',
    describes:
      'the certificates from that of the server up, each with `subject`, `issuer`, `names`, `expires_in`, `expires_at`, `key`, `signature_algorithm`',
    value: ({ tls }, now) => tls?.chain.map((certificate) => certificateInCel(certificate, now)),
  },
  protocol: { type: 'string', describes: 'the version of TLS, e.g. `TLSv1.3`', value: ({ tls }) => tls?.protocol },
  cipher: {
    type: 'string',
    describes: 'the cipher suite, e.g. `TLS_AES_256_GCM_SHA384`',
    value: ({ tls }) => tls?.cipher,
  },
  alpn: { type: 'string', label: 'ALPN', describes: 'the protocol of `alpn` that the server chose; empty for none' },
  ...connectionFacts,
};

/** `ec P-256`, `rsa 3072 bit`. */
function showKey(key: Detail): string {
  const { type = '', size, curve } = Object(key);
  return [type, curve ?? (size === undefined ? '' : `${size} bit`)].join(' ').trim();
}

function certificateInCel(certificate: CertificateFacts, now: number): object {
  const { subject, issuer, altNames, validToAt, key, signatureAlgorithm } = certificate;
  return {
    subject,
    issuer,
    names: [...altNames],
    expires_in: durationInCel(validToAt - now),
    expires_at: new Date(validToAt),
    ...(key && { key: keyInCel(key) }),
    ...(signatureAlgorithm !== undefined && { signature_algorithm: signatureAlgorithm }),
  };
}

function keyInCel({ size, ...key }: CertificateKey): object {
  return size === undefined ? key : { ...key, size: BigInt(size) };
}
