import type { FailureReason } from '../domain/failure.ts';

/** Codes of the operating system (errno(3)) as they show on sockets. */
const system = reasonsByCode({
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  EPIPE: 'connection_reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'host_unreachable',
  EHOSTDOWN: 'host_unreachable',
  ENETUNREACH: 'network_unreachable',
  ENETDOWN: 'network_unreachable',
  EAFNOSUPPORT: 'network_unreachable',
  EINVAL: 'network_unreachable',
  // A local firewall that refuses what we send.
  EACCES: 'network_unreachable',
  EPERM: 'network_unreachable',
  EMFILE: 'local_resource',
  ENFILE: 'local_resource',
  ENOMEM: 'local_resource',
  ENOBUFS: 'local_resource',
  EAGAIN: 'local_resource',
  EADDRINUSE: 'local_resource',
  EADDRNOTAVAIL: 'local_resource',
});

/** Why a certificate did not verify (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const verification = reasonsByCode({
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_not_yet_valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  CERT_UNTRUSTED: 'tls_untrusted',
  CERT_REJECTED: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_incomplete_chain',
  HOSTNAME_MISMATCH: 'tls_wrong_host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_wrong_host',
  OUT_OF_MEM: 'local_resource',
});

/** Alerts by which a server refuses the certificate we sent, or that we sent none (RFC 8446 §6.2). */
const clientCertificateAlerts = new Set([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_SSLV3_ALERT_NO_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
]);

/** What llhttp calls limits; all its other codes mean that the bytes are not HTTP. */
const httpLimits = new Set(['HPE_HEADER_OVERFLOW', 'HPE_CHUNK_EXTENSIONS_OVERFLOW']);

/** The `code` that Node.js, OpenSSL, llhttp and zlib put on their errors. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The reason behind an error on a connection; `internal_error` for a code that no one has understood yet. */
export function reasonOfCode(code: string | undefined): FailureReason {
  if (code === undefined) return 'internal_error';
  const known = system.get(code);
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return httpLimits.has(code) ? 'bad_response' : 'protocol_error';
  if (clientCertificateAlerts.has(code)) return 'tls_client_certificate';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'tls_protocol';
  return 'internal_error';
}

/** The reason why a certificate did not verify; every code that has no reason of its own is `tls_invalid_certificate`. */
export function reasonOfVerification(code: string): FailureReason {
  return verification.get(code) ?? 'tls_invalid_certificate';
}

function reasonsByCode(reasons: Readonly<Record<string, FailureReason>>): ReadonlyMap<string, FailureReason> {
  return new Map(Object.entries(reasons));
}
