import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../../domain/clock.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { HandshakeHints } from '../../http/failure.ts';
import type { TlsSettings } from '../../http/request.ts';
import { type ShownHandshake, secure } from '../../http/tls.ts';
import type { StartTlsProtocol } from '../options/starttls-key.ts';
import { brokenOff } from './broken-off.ts';
import { secureContextFor } from './secure-context.ts';
import { startTls } from './starttls.ts';

/** How a connection becomes an encrypted one. */
export interface Encryption {
  readonly host: string;
  readonly tls: TlsSettings;
  /** The protocol in whose words TLS is asked for; at once without it. */
  readonly starttls?: StartTlsProtocol | undefined;
  /** What may be spoken then (ALPN); nothing is offered without it. */
  readonly protocols?: readonly string[];
  readonly onShown?: (shown: ShownHandshake) => void;
  /** What is said of a port that does not speak TLS when it is asked for at once. */
  readonly notTls?: string;
}

/** Encrypts a connection, asking for it in plain text where that is needed. Rejects with a Failure; the socket is then for the caller to close. */
export async function encrypt(
  socket: Socket,
  { host, tls, starttls, protocols = [], onShown, notTls = plainPort }: Encryption,
  parts: { readonly attempt: Attempt; readonly clock: Clock },
): Promise<TLSSocket> {
  const serverName = tls.serverName ?? host.replace(/\.$/, '');
  // Before anything is said: a file that cannot be read is no fault of the server.
  const secureContext = secureContextFor(tls);
  if (starttls !== undefined) await startTls({ socket, protocol: starttls, serverName }, parts);
  const handshake = { socket, secureContext, serverName, insecure: tls.insecure === true, protocols };
  const hints = hintsOf(starttls === undefined ? notTls : notTlsAfterAll);
  return secure({ ...handshake, onShown, hints }, parts.attempt);
}

/**
 * Closes an encrypted connection over which nothing was said, once the server has taken the handshake: under TLS 1.3 it refuses
 * our certificate, or that we have none, only after ours is complete (RFC 8446 §4.4.2.4). Rejects with a Failure then.
 */
export async function partFrom(socket: TLSSocket, attempt: Attempt): Promise<void> {
  const { tls: handshakeMs = 0 } = attempt.timer.phases;
  attempt.timer.stop();
  if (socket.getProtocol() !== 'TLSv1.3') return;
  attempt.describe('waiting for the server to take the handshake');
  await attempt.run<void>((resolve, reject) => {
    // Its answer takes about as long as the handshake did; who does not answer a farewell has taken it, too.
    const enough = setTimeout(resolve, Math.max(leastFarewellMs, 2 * handshakeMs));
    const settle = () => {
      clearTimeout(enough);
      resolve();
    };
    socket.once('error', (error) => {
      const failure = brokenOff(error);
      if (failure.reason === 'tls_client_certificate') reject(failure);
      settle();
    });
    socket.once('end', settle).once('close', settle).resume().end();
    return () => {
      clearTimeout(enough);
      socket.destroy();
    };
  });
}

const leastFarewellMs = 100;

const plainPort = 'the port does not speak TLS: try it without tls';

/** What a service that has this key is told of a port that does not speak TLS. */
export const perhapsStartTls = 'the port does not speak TLS, or begins in plain text: starttls asks for TLS then';

/** What is said of a port that does not speak TLS although its server agreed to it. */
export const notTlsAfterAll = 'the server agreed to TLS and does not speak it';

function hintsOf(notTls: string): HandshakeHints {
  return {
    ERR_SSL_WRONG_VERSION_NUMBER: notTls,
    ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
    ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'the server speaks none of the protocols in alpn',
  };
}
