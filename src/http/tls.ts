import { isIP, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  type DetailedPeerCertificate,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
  type TLSSocketOptions,
  connect as tlsConnect,
} from 'node:tls';
import type { Failure } from '../domain/failure.ts';
import type { Attempt } from './attempt.ts';
import { tlsFactsOf } from './certificate.ts';
import { type HandshakeHints, handshakeFailure } from './failure.ts';
import { verificationFailure } from './verification-failure.ts';

export interface TlsHandshake {
  readonly socket: Socket;
  readonly secureContext: SecureContext;
  /** The name or address the certificate must be for; a name is also sent as SNI. */
  readonly serverName: string;
  /** True: go on although the certificate does not verify. */
  readonly insecure: boolean;
  /** What may be spoken then (ALPN, RFC 7301); a server that knows only others says so at once. HTTP/1.1 alone without it. */
  readonly protocols?: readonly string[] | undefined;
  /** What a handshake that fails means, by the code of its error; what it means for HTTPS without it. */
  readonly hints?: HandshakeHints | undefined;
  /** Hears what the server showed, also where it does not verify; a stapled OCSP response (RFC 6066 §8) is asked for only with it. */
  readonly onShown?: ((shown: ShownHandshake) => void) | undefined;
}

/** What a server showed in its handshake. */
export interface ShownHandshake {
  /** With its issuers. */
  readonly leaf: DetailedPeerCertificate;
  /** The protocol that was agreed on (ALPN); empty for none. */
  readonly protocol: string;
  /** Whether an OCSP response came with the certificate. */
  readonly stapled: boolean;
}

const httpProtocols = ['http/1.1'];

/**
 * Does the TLS handshake on a connected socket. The chain and the protocol become facts of the attempt also when the
 * certificate does not verify; without `insecure` such a connection is closed before anything is sent over it.
 */
export function secure(
  { socket, secureContext, serverName, insecure, protocols = httpProtocols, hints, onShown }: TlsHandshake,
  attempt: Attempt,
): Promise<TLSSocket> {
  attempt.enter('tls', 'waiting for the TLS handshake');
  return attempt.run<TLSSocket>((resolve, reject) => {
    let leaf: DetailedPeerCertificate | undefined;
    let stapled = false;
    const options: ConnectionOptions & Pick<TLSSocketOptions, 'requestOCSP'> = {
      socket,
      secureContext,
      ALPNProtocols: [...protocols],
      host: serverName,
      // RFC 6066 §3: no address and no trailing dot in SNI.
      servername: isIP(serverName) === 0 ? serverName : '',
      // Node.js would close before the chain can be seen; `authorizationError` is judged below.
      rejectUnauthorized: false,
      requestOCSP: onShown !== undefined,
      checkServerIdentity: (_name, certificate) => {
        leaf = detailed(certificate);
        return checkServerIdentity(serverName, certificate);
      },
    };
    const secured = tlsConnect(options);
    // Stays for the life of the socket: an error that comes later must not end the process.
    secured.on('error', (error) => {
      const sawCertificate = Object.keys(secured.getPeerCertificate() ?? {}).length > 0;
      reject(handshakeFailure(error, { sawCertificate, hints }));
    });
    if (onShown) {
      secured.once('OCSPResponse', (response: unknown) => {
        // Null where none came, whatever the types say.
        stapled = response !== null;
      });
    }
    secured.once('secureConnect', () => {
      leaf ??= secured.getPeerCertificate(true);
      const failure = verificationOf(secured, leaf, serverName);
      attempt.learn({ tls: tlsFactsOf(secured, leaf, failure === undefined) });
      onShown?.({ leaf, protocol: secured.alpnProtocol || '', stapled });
      if (failure === undefined || insecure) return resolve(secured);
      secured.destroy();
      reject(failure);
    });
    return () => secured.destroy();
  });
}

/** Node.js asks for the certificate with its issuers before it has the identity checked, and types it without. */
function detailed(certificate: PeerCertificate): DetailedPeerCertificate | undefined {
  return 'issuerCertificate' in certificate ? (certificate as DetailedPeerCertificate) : undefined;
}

function verificationOf(socket: TLSSocket, leaf: DetailedPeerCertificate, serverName: string): Failure | undefined {
  // Node.js types it as an Error but stores the code of the failed verification.
  const code: unknown = socket.authorizationError;
  if (socket.authorized) return undefined;
  return verificationFailure({ code: typeof code === 'string' ? code : 'UNSPECIFIED', leaf, serverName });
}
