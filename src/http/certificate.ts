import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts, TlsFacts } from '../domain/observation.ts';

// Longer chains are not verified either (OpenSSL's default depth is 100; real chains have two to four).
const maxChain = 20;

/** What a handshake showed. `leaf` is the peer's certificate with its issuers. */
export function tlsFactsOf(socket: TLSSocket, leaf: DetailedPeerCertificate, verified: boolean): TlsFacts {
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher()?.name ?? 'unknown',
    verified,
    chain: chainOf(leaf).map(certificateFacts),
  };
}

/** The certificates from the leaf up; a root names itself as its issuer and ends the chain. */
export function chainOf(leaf: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let certificate: DetailedPeerCertificate | undefined = leaf;
  while (certificate?.fingerprint256 !== undefined && !holds(chain, certificate) && chain.length < maxChain) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

/** Node.js makes several objects of a root that is trusted and also sent, so that they cannot be told by identity. */
function holds(chain: readonly DetailedPeerCertificate[], { fingerprint256 }: DetailedPeerCertificate): boolean {
  return chain.some((certificate) => certificate.fingerprint256 === fingerprint256);
}

function certificateFacts(certificate: DetailedPeerCertificate): CertificateFacts {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    altNames: altNamesOf(certificate.subjectaltname),
    validFromAt: Date.parse(certificate.valid_from),
    validToAt: Date.parse(certificate.valid_to),
    serialNumber: certificate.serialNumber,
    fingerprint256: certificate.fingerprint256,
  };
}

/** A distinguished name as people read it: the common name, else the organisation, else all of its parts. */
function nameOf(name: Readonly<Record<string, string | string[] | undefined>> | undefined): string {
  const parts = { ...name };
  const chosen = parts.CN ?? parts.O;
  if (chosen !== undefined) return [chosen].flat().join(', ');
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${[value].flat().join('+')}`)
    .join(', ');
}

/** Node.js writes `DNS:a.example, IP Address:192.0.2.1` and puts a name with special characters in JSON quotes. */
function altNamesOf(text: string | undefined): readonly string[] {
  const names = (text ?? '').matchAll(/(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return [...names].map(([, name = '']) => (name.startsWith('"') ? String(JSON.parse(name)) : name));
}
