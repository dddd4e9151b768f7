import type { DetailedPeerCertificate } from 'node:tls';
import { Failure, failureReasons } from '../domain/failure.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { chainOf } from './certificate.ts';
import { reasonOfVerification } from './error-codes.ts';

interface Verification {
  /** Why it did not verify, as Node.js names it. */
  readonly code: string;
  readonly leaf: DetailedPeerCertificate;
  /** The name the certificate should be for. */
  readonly serverName: string;
}

/** The Failure of a certificate that did not verify, saying what a person needs to repair it. */
export function verificationFailure({ code, leaf, serverName }: Verification): Failure {
  const reason = reasonOfVerification(code);
  const details: Partial<Record<typeof reason, string>> = {
    tls_expired: expiryOf(leaf),
    tls_not_yet_valid: beginningOf(leaf),
    tls_self_signed: 'name it in ca_file to trust it',
    tls_untrusted: 'name the authority in ca_file to trust it',
    tls_incomplete_chain: 'or comes from an unknown authority',
    tls_wrong_host: `${serverName} is not among ${leaf.subjectaltname ?? 'its names: it has none'}`,
  };
  const detail = truncate(toPlainLine(details[reason] ?? code), 300);
  return new Failure(reason, `${failureReasons[reason].means}: ${detail}`);
}

function expiryOf(leaf: DetailedPeerCertificate): string {
  const [first = leaf] = chainOf(leaf).toSorted((a, b) => Date.parse(a.valid_to) - Date.parse(b.valid_to));
  return `${issuerName(first, leaf)}valid until ${first.valid_to}`;
}

function beginningOf(leaf: DetailedPeerCertificate): string {
  const [last = leaf] = chainOf(leaf).toSorted((a, b) => Date.parse(b.valid_from) - Date.parse(a.valid_from));
  return `${issuerName(last, leaf)}valid from ${last.valid_from}`;
}

/** It may be an authority of the chain that is out of date, while the leaf is not. */
function issuerName(certificate: DetailedPeerCertificate, leaf: DetailedPeerCertificate): string {
  return certificate === leaf ? '' : `the authority ${certificate.subject.CN}, `;
}
