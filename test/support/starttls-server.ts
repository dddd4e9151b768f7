import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type FaultServer, startFaultServer } from './fault-server.ts';
import type { Identity } from './tls-certificates.ts';

/** What a server says of its own accord, and what it answers to what it hears; the last answer before TLS ends the plain text. */
export interface PlainText {
  readonly greeting?: string | Uint8Array;
  /** Each waits for what is heard to contain the words. */
  readonly answers: readonly (readonly [heard: string, answer: string | Uint8Array])[];
}

/** How servers of each protocol go over to TLS, in the words of well-known ones; `test/peers/starttls.test.ts` has a foreign client try them. */
export const plainTexts = {
  smtp: {
    greeting: '220-mail.example ESMTP\r\n220 ready\r\n',
    answers: [
      ['EHLO [127.0.0.1]\r\n', '250-mail.example\r\n250-SIZE 35882577\r\n250-STARTTLS\r\n250 HELP\r\n'],
      ['STARTTLS\r\n', '220 2.0.0 Ready to start TLS\r\n'],
    ],
  },
  imap: {
    greeting: '* OK [CAPABILITY IMAP4rev2 STARTTLS] ready\r\n',
    answers: [['STARTTLS\r\n', '* NOTICE soon\r\na OK Begin TLS negotiation now.\r\n']],
  },
  pop3: { greeting: '+OK ready\r\n', answers: [['STLS\r\n', '+OK Begin TLS negotiation now.\r\n']] },
  ftp: {
    greeting: '220-Welcome\r\n to all\r\n220 ready\r\n',
    answers: [['AUTH TLS\r\n', '234 AUTH TLS OK.\r\n']],
  },
  xmpp: {
    answers: [
      [
        "version='1.0'",
        "<?xml version='1.0'?><stream:stream from='localhost' id='1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>",
      ],
      ['<starttls', "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"],
    ],
  },
  postgres: { answers: [['\x04\xd2\x16\x2f', 'S']] },
  ldap: {
    answers: [['1.3.6.1.4.1.1466.20037', Buffer.from('30840000000c02010178070a010004000400', 'hex')]],
  },
} as const satisfies Readonly<Record<string, PlainText>>;

/** Starts a server that begins in plain text and goes over to TLS; without an identity it ends after its last answer. */
export function startStartTlsServer(plainText: PlainText, identity?: Identity): Promise<FaultServer> {
  return startFaultServer((socket) => talk(socket, plainText, identity));
}

function talk(socket: Socket, { greeting, answers }: PlainText, identity: Identity | undefined): void {
  socket.setNoDelay(true);
  let heard = '';
  let next = 0;
  if (greeting !== undefined) socket.write(greeting);
  const hear = (chunk: Buffer) => {
    heard += chunk.toString('latin1');
    const [words, answer] = answers[next] ?? [];
    if (words === undefined || answer === undefined || !heard.includes(words)) return;
    heard = '';
    next += 1;
    if (next < answers.length) {
      socket.write(answer);
      return;
    }
    socket.off('data', hear);
    if (identity === undefined) {
      socket.end(answer);
      return;
    }
    socket.write(answer);
    const secured = new TLSSocket(socket, { ...identity, isServer: true });
    // A handshake that fails is what these tests are about.
    secured.on('error', () => undefined);
    secured.on('end', () => secured.end()).resume();
  };
  socket.on('data', hear);
}
