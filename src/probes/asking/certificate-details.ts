import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import type { CertificateKey } from '../../domain/observation.ts';
import { elementsIn, objectIdentifierOf, readElement } from './ber.ts';

/** What a certificate says beside its names and dates. */
export interface CertificateDetails {
  readonly key: CertificateKey;
  /** By its name in the RFCs, such as `ecdsa-with-SHA256`; in dots where it is not known here. */
  readonly signatureAlgorithm: string;
  /** Whether it may only be trusted together with a stapled OCSP response (RFC 7633). */
  readonly mustStaple: boolean;
}

/** Reads them from a certificate that a handshake showed. */
export function certificateDetails(certificate: PeerCertificate): CertificateDetails {
  // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature } (RFC 5280 §4.1).
  const [toBeSigned, signature] = elementsIn(readElement(certificate.raw)?.content ?? Buffer.alloc(0));
  return {
    key: keyOf(certificate),
    signatureAlgorithm: algorithmOf(signature?.content ?? Buffer.alloc(0)),
    mustStaple: mustStaple(toBeSigned?.content ?? Buffer.alloc(0)),
  };
}

function keyOf({ raw, bits, nistCurve, asn1Curve }: PeerCertificate): CertificateKey {
  const type = keyTypeOf(raw);
  const size = bits ?? sizes[type];
  const curve = nistCurve ?? asn1Curve;
  return { type, ...(size !== undefined && { size }), ...(curve !== undefined && { curve }) };
}

function keyTypeOf(raw: Buffer): string {
  try {
    return new X509Certificate(raw).publicKey.asymmetricKeyType ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

// RFC 8032 §5.
const sizes: Readonly<Record<string, number>> = { ed25519: 256, ed448: 456 };

function algorithmOf(identifier: Buffer): string {
  const [algorithm] = elementsIn(identifier);
  const dotted = objectIdentifierOf(algorithm?.content ?? Buffer.alloc(0));
  return algorithms[dotted] ?? dotted;
}

// RFC 8017 appendix A.2.4, RFC 5758 §3, RFC 8410 §3, RFC 9881 §3.
const algorithms: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
  '2.16.840.1.101.3.4.3.17': 'ml-dsa-44',
  '2.16.840.1.101.3.4.3.18': 'ml-dsa-65',
  '2.16.840.1.101.3.4.3.19': 'ml-dsa-87',
};

// RFC 5280 §4.1: extensions [3] EXPLICIT; RFC 7633 §6: id-pe-tlsfeature, of which 5 is status_request (RFC 6066 §8).
const extensionsTag = 0xa3;
const tlsFeature = '1.3.6.1.5.5.7.1.24';
const statusRequest = 5;

function mustStaple(toBeSigned: Buffer): boolean {
  const wrapped = elementsIn(toBeSigned).find(({ tag }) => tag === extensionsTag);
  const [list] = elementsIn(wrapped?.content ?? Buffer.alloc(0));
  return elementsIn(list?.content ?? Buffer.alloc(0)).some(({ content }) => {
    const parts = elementsIn(content);
    if (objectIdentifierOf(parts[0]?.content ?? Buffer.alloc(0)) !== tlsFeature) return false;
    const features = readElement(parts.at(-1)?.content ?? Buffer.alloc(0));
    return elementsIn(features?.content ?? Buffer.alloc(0)).some(
      ({ content: feature }) => feature[0] === statusRequest,
    );
  });
}
