import { once } from 'node:events';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail as it came. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly encrypted: boolean;
  readonly user: string | undefined;
  readonly raw: string;
  readonly parsed: Email;
}

/** A real SMTP server on a loopback port that keeps what it takes. */
export interface SmtpReceiver {
  readonly port: number;
  /** Its own certificate, which nobody else vouches for; PEM. */
  readonly certificate: string;
  readonly mails: readonly ReceivedMail[];
}

/** The one account of the server. */
export const account = { username: 'svcmon', password: 'hunter2-hunter2-hunter2' };

/** Refuses by a code and the words after it, such as `451` and `4.7.1 Greylisted`. */
export function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

export interface SmtpRules extends SMTPServerOptions {
  /** What becomes of a mail after its last byte: taken, refused, or the connection is cut before an answer. */
  readonly afterData?: 'taken' | 'cut' | Error;
}

const selfSigned = generate([{ name: 'commonName', value: '127.0.0.1' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
});

/** Starts a server that speaks STARTTLS and wants a login, unless told otherwise. It ends with the test. */
export async function startSmtpServer(rules: SmtpRules = {}): Promise<SmtpReceiver> {
  const receiver = await listen(rules);
  onTestFinished(receiver.stop);
  return receiver;
}

/** The same for a suite, which stops it itself. */
export async function listen({
  afterData = 'taken',
  ...rules
}: SmtpRules = {}): Promise<SmtpReceiver & { stop(): Promise<void> }> {
  const { private: key, cert } = await selfSigned;
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    key,
    cert,
    logger: false,
    onAuth({ username, password }, _session, callback) {
      const right = username === account.username && password === account.password;
      if (right) callback(null, { user: username });
      else callback(refusal(535, '5.7.8 Error: authentication failed'));
    },
    onData(stream, { envelope, secure, user }, callback) {
      buffer(stream).then(async (bytes) => {
        if (afterData instanceof Error) return callback(afterData);
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        const parsed = await PostalMime.parse(bytes);
        mails.push({ from, to, encrypted: secure, user, raw: bytes.toString(), parsed });
        if (afterData === 'taken') return callback(null);
        for (const socket of sockets) socket.destroy();
      }, callback);
    },
    ...rules,
  });
  // A client that cuts the connection, for want of trust or time, is none of the server's business.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    certificate: cert,
    mails,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
