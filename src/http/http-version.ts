import { TLSSocket } from 'node:tls';
import { Failure } from '../domain/failure.ts';
import type { Connection, Way } from './connection.ts';
import type { HandshakeHints } from './failure.ts';
import type { HttpVersion } from './request.ts';

/** What a version asks of the way to a server; without TLS, HTTP/2 is spoken by prior knowledge (RFC 9113 §3.3). */
export function wayOver(httpVersion: HttpVersion): VersionWay {
  if (httpVersion === 'auto') return { httpVersion, protocols: ['h2', 'http/1.1'] };
  // A proxy that is told the whole URL is told it in HTTP/1.1.
  return { httpVersion, protocols: ['h2'], handshakeHints: hints, tunnel: true };
}

type VersionWay = Pick<Way, 'httpVersion' | 'protocols' | 'handshakeHints' | 'tunnel'>;

const noHttp2 = 'the server does not speak HTTP/2: set http_version: auto, or 1.1';
const plainPort = 'the port does not speak TLS: try http:// instead of https://';

const hints: HandshakeHints = {
  ERR_SSL_WRONG_VERSION_NUMBER: plainPort,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: plainPort,
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: noHttp2,
};

/** Whether HTTP/2 is spoken over a connection; throws a Failure where it must be and the server has not agreed to it. */
export function speaksHttp2({ httpVersion }: Way, { socket, encrypted }: Connection): boolean {
  if (httpVersion === undefined) return false;
  if (!encrypted) return httpVersion === '2';
  if (socket instanceof TLSSocket && socket.alpnProtocol === 'h2') return true;
  if (httpVersion === 'auto') return false;
  throw new Failure('tls_protocol', `${noHttp2} (it chose no protocol)`);
}
