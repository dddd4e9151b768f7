import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { certificateDetails } from '../../../src/probes/asking/certificate-details.ts';
import { mustStapleCertificate, otherCurveCertificate, weakCertificate } from '../../support/odd-certificates.ts';
import { makeIdentity } from '../../support/tls-certificates.ts';

test.each([
  [
    'Ed25519, to be stapled',
    mustStapleCertificate,
    { key: { type: 'ed25519', size: 256 }, signatureAlgorithm: 'ed25519', mustStaple: true },
  ],
  [
    'a curve that NIST does not name',
    otherCurveCertificate,
    { key: { type: 'ec', size: 256, curve: 'secp256k1' }, signatureAlgorithm: 'ecdsa-with-SHA384', mustStaple: false },
  ],
  [
    'a weak one with another feature of TLS',
    weakCertificate,
    { key: { type: 'rsa', size: 1_024 }, signatureAlgorithm: 'sha1WithRSAEncryption', mustStaple: false },
  ],
])('of a certificate is told what only a look into it tells: %s', (_name, pem, details) => {
  expect(certificateDetails(new X509Certificate(pem).toLegacyObject())).toEqual(details);
});

test('of a usual certificate, too', async () => {
  const { cert } = await makeIdentity();
  expect(certificateDetails(new X509Certificate(cert).toLegacyObject())).toEqual({
    key: { type: 'ec', size: 256, curve: 'P-256' },
    signatureAlgorithm: 'ecdsa-with-SHA256',
    mustStaple: false,
  });
});

test('a signature that has no name here is told by its number, and a key that nobody knows as unknown', () => {
  const sequence = (...parts: readonly Buffer[]) => {
    const content = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([0x30, content.length]), content]);
  };
  const algorithm = Buffer.from('06092b06010401da471234', 'hex');
  const raw = sequence(sequence(), sequence(algorithm), Buffer.from([0x03, 0x01, 0x00]));
  const { bits: _bits, ...others } = new X509Certificate(weakCertificate).toLegacyObject();
  expect(certificateDetails({ ...others, raw })).toEqual({
    key: { type: 'unknown' },
    signatureAlgorithm: '1.3.6.1.4.1.11591.18.52',
    mustStaple: false,
  });
});
