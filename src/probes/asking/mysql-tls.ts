import type { Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { TlsSettings } from '../../http/request.ts';
import { drive, type Visit } from './database-visit.ts';
import { encrypt, notTlsAfterAll } from './encrypt.ts';
import { Hearing } from './hearing.ts';
import { type Greeting, greetingIn, type MysqlStream } from './mysql-stream.ts';
import { say } from './say.ts';

/** A connection to a server that has not greeted yet, with the driver waiting for that. */
export interface MysqlTlsBeginning {
  readonly socket: Socket;
  readonly tls: TlsSettings;
  readonly host: string;
  readonly stream: MysqlStream;
  /** What the driver is about; it rejects where the driver cannot go on. */
  readonly login: Promise<void>;
  readonly clock: Clock;
}

/**
 * Has the stream carry the connection as an encrypted one: the greeting comes in plain text, and what the driver answers goes
 * encrypted. A server that refuses instead of greeting is left to the driver. Rejects with a Failure: `unimplemented` where TLS
 * is not offered.
 */
export async function beginMysqlTls(
  { socket, tls, host, stream, login, clock }: MysqlTlsBeginning,
  visit: Visit,
): Promise<void> {
  const { attempt } = visit;
  const greeting = await hearGreeting(socket, { stream, attempt, clock });
  if (greeting.isRefusal) return stream.carry(socket);
  if (!greeting.offersTls) throw new Failure('unimplemented', 'the server does not offer TLS');
  const answer = await drive(() => Promise.race([stream.answer, login.then(() => stream.answer)]), visit);
  await say(socket, stream.requestFor(answer), attempt);
  stream.carry(await encrypt(socket, { host, tls, notTls: notTlsAfterAll }, { attempt, clock }));
}

interface GreetingParts {
  readonly stream: MysqlStream;
  readonly attempt: Attempt;
  readonly clock: Clock;
}

async function hearGreeting(socket: Socket, { stream, attempt, clock }: GreetingParts): Promise<Greeting> {
  const hearing = new Hearing(socket, { attempt, clock, encoding: 'latin1', maxBytes: maxGreetingBytes });
  try {
    const greeting = await hearing.until({ what: 'the greeting', find: (text) => greetingIn(text) });
    // Whoever stands between could have put it there, to be taken for what comes encrypted.
    if (hearing.rest !== '') throw new Failure('protocol_error', 'the server goes on after its greeting');
    stream.hear(Buffer.from(hearing.text, 'latin1'));
    return greeting;
  } finally {
    hearing.close();
  }
}

const maxGreetingBytes = 65_536;
