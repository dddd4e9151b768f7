import type { DetailedPeerCertificate } from 'node:tls';
import { Failure, failureReasons } from '../domain/failure.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
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
    tls_expired: `valid until ${leaf.valid_to}`,
    tls_not_yet_valid: `valid from ${leaf.valid_from}`,
    tls_self_signed: 'name it in tls.ca_file to trust it',
    tls_untrusted: 'name the authority in tls.ca_file to trust it',
    tls_incomplete_chain: 'or comes from an unknown authority',
    tls_wrong_host: `${serverName} is not among ${leaf.subjectaltname ?? 'its names: it has none'}`,
  };
  const detail = truncate(toPlainLine(details[reason] ?? code), 300);
  return new Failure(reason, `${failureReasons[reason].means}: ${detail}`);
}
