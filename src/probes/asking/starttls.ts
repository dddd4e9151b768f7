import type { Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { StartTlsProtocol } from '../options/starttls-key.ts';
import { Hearing } from './hearing.ts';
import { say } from './say.ts';
import { type Dialogue, shownWords } from './starttls-dialogue.ts';
import { ldap } from './starttls-ldap.ts';
import { ftp, imap, pop3, smtp } from './starttls-lines.ts';
import { postgres } from './starttls-postgres.ts';
import { xmpp } from './starttls-xmpp.ts';

const ways: Readonly<Record<StartTlsProtocol, (dialogue: Dialogue) => Promise<void>>> = {
  smtp,
  imap,
  pop3,
  ftp,
  xmpp,
  postgres,
  ldap,
};

// Greetings and capabilities take a few hundred.
const maxBytes = 16_384;

export interface StartTls {
  readonly socket: Socket;
  readonly protocol: StartTlsProtocol;
  /** The name that the server is asked for. */
  readonly serverName: string;
}

/**
 * Has a server agree to TLS on a connection that began in plain text, so that the handshake may follow. Rejects with a Failure:
 * `unimplemented` where it does not offer TLS, `unexpected_answer` where it cannot now, `protocol_error` where it speaks another protocol.
 */
export async function startTls(
  { socket, protocol, serverName }: StartTls,
  { attempt, clock }: { readonly attempt: Attempt; readonly clock: Clock },
): Promise<void> {
  const hearing = new Hearing(socket, { attempt, clock, encoding: 'latin1', maxBytes });
  try {
    await ways[protocol]({
      serverName,
      localAddress: socket.localAddress ?? '127.0.0.1',
      say: (what) => say(socket, what, attempt),
      hear: (awaited) => hearing.until(awaited),
    });
  } finally {
    hearing.close();
  }
  // Whoever stands between could have put it there, to be taken for what comes encrypted (CVE-2011-0411, CVE-2021-23222).
  if (hearing.rest !== '') {
    const words = shownWords(hearing.rest);
    throw new Failure('protocol_error', `the server went on in plain text after it agreed to TLS: ${words}`);
  }
}
