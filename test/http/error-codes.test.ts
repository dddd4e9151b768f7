import { expect, test } from 'vitest';
import { failureReasons } from '../../src/domain/failure.ts';
import { codeOf, reasonOfCode, reasonOfVerification } from '../../src/http/error-codes.ts';

test.each([
  ['ECONNREFUSED', 'connection_refused'],
  ['ECONNRESET', 'connection_reset'],
  ['ECONNABORTED', 'connection_reset'],
  ['EPIPE', 'connection_reset'],
  ['ETIMEDOUT', 'timeout'],
  ['EHOSTUNREACH', 'host_unreachable'],
  ['EHOSTDOWN', 'host_unreachable'],
  ['ENETUNREACH', 'network_unreachable'],
  ['ENETDOWN', 'network_unreachable'],
  ['EAFNOSUPPORT', 'network_unreachable'],
  ['EPERM', 'network_unreachable'],
  ['EMFILE', 'local_resource'],
  ['ENFILE', 'local_resource'],
  ['ENOMEM', 'local_resource'],
  ['ENOBUFS', 'local_resource'],
  ['EADDRNOTAVAIL', 'local_resource'],
  ['HPE_INVALID_CONSTANT', 'protocol_error'],
  ['HPE_INVALID_CHUNK_SIZE', 'protocol_error'],
  ['HPE_HEADER_OVERFLOW', 'bad_response'],
  ['EPROTO', 'tls_protocol'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_protocol'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls_protocol'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls_client_certificate'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls_client_certificate'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'tls_client_certificate'],
  ['ERR_SOMETHING_NEW', 'internal_error'],
  ['constructor', 'internal_error'],
  [undefined, 'internal_error'],
])('the code %s of a connection means %s', (code, reason) => {
  expect(reasonOfCode(code)).toBe(reason);
});

test.each([
  ['CERT_HAS_EXPIRED', 'tls_expired'],
  ['CERT_NOT_YET_VALID', 'tls_not_yet_valid'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_self_signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls_untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'tls_untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls_untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_incomplete_chain'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_wrong_host'],
  ['HOSTNAME_MISMATCH', 'tls_wrong_host'],
  ['CERT_UNTRUSTED', 'tls_untrusted'],
  ['CERT_REJECTED', 'tls_untrusted'],
  ['CERT_REVOKED', 'tls_invalid_certificate'],
  ['CERT_CHAIN_TOO_LONG', 'tls_invalid_certificate'],
  ['CERT_SIGNATURE_FAILURE', 'tls_invalid_certificate'],
  ['INVALID_CA', 'tls_invalid_certificate'],
  ['INVALID_PURPOSE', 'tls_invalid_certificate'],
  ['PATH_LENGTH_EXCEEDED', 'tls_invalid_certificate'],
  ['OUT_OF_MEM', 'local_resource'],
  ['constructor', 'tls_invalid_certificate'],
])('the verification code %s means %s', (code, reason) => {
  expect(reasonOfVerification(code)).toBe(reason);
});

test('what our own machine lacks is never blamed on the target', () => {
  for (const code of ['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL', 'ENETUNREACH', 'ENETDOWN']) {
    expect(failureReasons[reasonOfCode(code)].blame).toBe('monitor');
  }
});

test.each([
  [Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'ECONNRESET'],
  [Object.assign(new Error('x'), { code: 7 }), undefined],
  [new Error('ECONNRESET'), undefined],
  [null, undefined],
  ['ECONNRESET', undefined],
])('the code of %o is %s', (error, code) => {
  expect(codeOf(error)).toBe(code);
});
