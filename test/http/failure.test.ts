import { describe, expect, test } from 'vitest';
import { closedEarly, connectFailure, exchangeFailure, handshakeFailure } from '../../src/http/failure.ts';

const failed = (code?: string, more: object = {}) => Object.assign(new Error('secret words'), { code }, more);
const packet = (text: string) => failed('HPE_INVALID_CONSTANT', { rawPacket: Buffer.from(text, 'latin1') });
const plain = { answered: false, encrypted: false };

test('a connection that fails says where', () => {
  expect(connectFailure(failed('EHOSTUNREACH'), '2001:db8::1', 443)).toMatchObject({
    reason: 'host_unreachable',
    message: 'no way to the host was found ([2001:db8::1]:443, EHOSTUNREACH)',
    facts: { address: '2001:db8::1', port: 443 },
  });
  expect(connectFailure(failed(), '192.0.2.1', 443).message).toBe('a defect in svcmon (192.0.2.1:443)');
});

describe('a handshake that fails', () => {
  test.each([
    ['ERR_SSL_WRONG_VERSION_NUMBER', false, 'tls_protocol', 'the port does not speak TLS: try http:// instead of'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', false, 'tls_protocol', 'the server speaks only TLS versions below'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', false, 'tls_protocol', 'the server does not know the name it was asked for'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', false, 'tls_protocol', 'no TLS version or cipher in common'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', true, 'tls_client_certificate', 'the server wants a client certificate'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', true, 'tls_client_certificate', 'the server wants a client certificate'],
    ['ECONNRESET', false, 'connection_reset', 'the connection was closed during the TLS handshake'],
    ['EPROTO', false, 'tls_protocol', 'no TLS version or cipher in common'],
    [undefined, false, 'internal_error', 'a defect in svcmon (no error code)'],
  ])('by %s, the certificate seen: %s, is %s', (code, sawCertificate, reason, message) => {
    const failure = handshakeFailure(failed(code), { sawCertificate });
    expect(failure.reason).toBe(reason);
    expect(failure.message).toContain(message);
  });
});

describe('an exchange that fails', () => {
  test.each([
    ['by its end before an answer', closedEarly, plain, 'connection_reset', 'does the port want https://?'],
    [
      'by a reset before an answer, encrypted',
      failed('ECONNRESET'),
      { ...plain, encrypted: true },
      'connection_reset',
      'the connection was closed before an answer (ECONNRESET)',
    ],
    ['by a reset in the body', failed('ECONNRESET'), { ...plain, answered: true }, 'incomplete_body', '(ECONNRESET)'],
    [
      'by a broken body',
      failed('HPE_INVALID_CHUNK_SIZE'),
      { ...plain, answered: true },
      'protocol_error',
      'the body breaks the rules of HTTP (HPE_INVALID_CHUNK_SIZE)',
    ],
    [
      'by broken headers',
      packet('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'),
      plain,
      'protocol_error',
      'the answer breaks the rules of HTTP',
    ],
    [
      'by a TLS alert',
      packet('\x15\x03\x01\x00\x02\x02\x46'),
      plain,
      'protocol_error',
      'the port speaks TLS: try https://',
    ],
    ['by HTTP/2', packet('\0\0\x06\x04\0\0\0\0\0'), plain, 'protocol_error', 'the server speaks only HTTP/2'],
    [
      'by another protocol, made harmless',
      packet(`\u001b[31m220 ${'x'.repeat(100)}`),
      plain,
      'protocol_error',
      `it begins with "220 ${'x'.repeat(55)}…" (HPE_INVALID_CONSTANT)`,
    ],
    ['without the packet', failed('HPE_INVALID_CONSTANT'), plain, 'protocol_error', 'it begins with ""'],
    ['by a limit', failed('HPE_HEADER_OVERFLOW'), plain, 'bad_response', '(HPE_HEADER_OVERFLOW)'],
  ])('%s says so', (_how, error, state, reason, message) => {
    const failure = exchangeFailure(error, state);
    expect(failure.reason).toBe(reason);
    expect(failure.message).toContain(message);
    expect(failure.cause).toBeUndefined();
    expect(failure.message).not.toContain('secret words');
  });
});
