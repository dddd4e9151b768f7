import { Failure, failureReasons } from '../domain/failure.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { formatEndpoint } from './address.ts';
import { codeOf, reasonOfCode } from './error-codes.ts';

/** Why no connection came about. */
export function connectFailure(error: unknown, address: string, port: number): Failure {
  const code = codeOf(error);
  const reason = reasonOfCode(code);
  return new Failure(reason, `${failureReasons[reason].means} (${detail(formatEndpoint(address, port), code)})`, {
    facts: { address, port },
  });
}

/** What a TLS handshake that fails means, by the code of its error. */
export type HandshakeHints = Readonly<Record<string, string>>;

/** Why the TLS handshake ended. `sawCertificate`: the server had already shown its own. */
export function handshakeFailure(
  error: unknown,
  {
    sawCertificate,
    hints = httpsHints,
  }: { readonly sawCertificate: boolean; readonly hints?: HandshakeHints | undefined },
): Failure {
  const code = codeOf(error);
  // Under TLS 1.2 this alert also means that our certificate is missing; a server with no cipher in common has shown none of its own.
  const wantsOurs = code === 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' && sawCertificate;
  const reason = wantsOurs ? 'tls_client_certificate' : reasonOfCode(code);
  const means =
    reason === 'connection_reset' ? 'the connection was closed during the TLS handshake' : failureReasons[reason].means;
  return new Failure(reason, `${hints[code ?? ''] ?? handshakeHints[code ?? ''] ?? means} (${detail(code)})`);
}

const handshakeHints: HandshakeHints = {
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server speaks only TLS versions below the configured min_version',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION:
    'no TLS version in common: the server may speak only versions below min_version',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'the server does not know the name it was asked for (SNI)',
};

const httpsHints: HandshakeHints = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'the port does not speak TLS: try http:// instead of https://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the port does not speak TLS: try http:// instead of https://',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'the server does not speak HTTP/1.1, perhaps only HTTP/2',
};

/** What a connection that closed without an error of its own counts as. */
export const closedEarly = { code: 'ECONNRESET' } as const;

export interface BrokenExchange {
  readonly answered: boolean;
  readonly encrypted: boolean;
  /** How URLs say whether TLS is spoken; http and https without it. */
  readonly schemes?: UrlSchemes;
}

interface UrlSchemes {
  readonly plain: string;
  readonly encrypted: string;
}

const httpSchemes: UrlSchemes = { plain: 'http', encrypted: 'https' };

/** Why an exchange that had a connection got no complete answer. */
export function exchangeFailure(
  error: unknown,
  { answered, encrypted, schemes = httpSchemes }: BrokenExchange,
): Failure {
  const code = codeOf(error);
  const reason = reasonOfCode(code);
  if (answered && reason === 'connection_reset') {
    return new Failure('incomplete_body', `${failureReasons.incomplete_body.means} (${detail(code)})`);
  }
  if (reason === 'protocol_error' && !answered) return new Failure(reason, notHttp(error, schemes));
  if (reason === 'protocol_error') return new Failure(reason, `the body breaks the rules of HTTP (${detail(code)})`);
  const hint = reason === 'connection_reset' && !encrypted ? `; does the port want ${schemes.encrypted}://?` : '';
  return new Failure(reason, `${failureReasons[reason].means} (${detail(code)})${hint}`);
}

function notHttp(error: unknown, { plain, encrypted }: UrlSchemes): string {
  const code = codeOf(error);
  const packet = rawPacketOf(error);
  if (packet.subarray(0, 5).toString('latin1') === 'HTTP/')
    return `the answer breaks the rules of HTTP (${detail(code)})`;
  // A TLS alert record (RFC 8446 §5.1), and the header of an HTTP/2 SETTINGS frame (RFC 9113 §4.1).
  if (packet[0] === 0x15 && packet[1] === 0x03) {
    return `the port speaks TLS: try ${encrypted}:// instead of ${plain}://`;
  }
  if (packet.length >= 9 && packet[3] === 0x04 && packet.readUInt32BE(5) === 0) return 'the server speaks only HTTP/2';
  const begins = truncate(toPlainLine(packet.subarray(0, 200).toString('utf8')), 60);
  return `the answer is not HTTP: it begins with ${JSON.stringify(begins)} (${detail(code)})`;
}

function rawPacketOf(error: unknown): Buffer {
  const holds = typeof error === 'object' && error !== null && 'rawPacket' in error;
  return holds && Buffer.isBuffer(error.rawPacket) ? error.rawPacket : Buffer.alloc(0);
}

function detail(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(', ') || 'no error code';
}
