import type { Socket } from 'node:net';
import type { Observation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Secret } from '../../domain/secret.ts';
import { Attempt } from '../../http/attempt.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { closeFrame, lookAtQueue, openConnection } from './amqp-session.ts';
import { encrypt } from './encrypt.ts';
import { Hearing } from './hearing.ts';
import { type Place, reach } from './reach.ts';
import { tlsSettingsOf } from './tls-settings.ts';

/** What is asked of an AMQP server, and as whom. */
export interface AmqpQuestion extends Place {
  readonly username: string;
  readonly password: Secret;
  readonly vhost: string;
  readonly queue?: string | undefined;
  /** Nothing is encrypted without it. */
  readonly tls?: TlsKeys | undefined;
}

// A greeting takes a kilobyte, the rest a few hundred bytes.
const maxBytes = 262_144;

/** Opens an AMQP connection, and looks at a queue where one is named. Rejects with a Failure that carries what was learned until then. */
export async function visitAmqp(
  question: AmqpQuestion,
  { signal, clock, lookup }: Pick<ProbeContext, 'signal' | 'clock' | 'lookup'>,
): Promise<Observation> {
  const { host, tls: keys, username, password, vhost, queue } = question;
  const attempt = new Attempt({ signal, clock });
  let socket: Socket | undefined;
  try {
    const tls = keys && tlsSettingsOf(keys);
    socket = await reach(question, { attempt, lookup });
    if (tls) socket = await encrypt(socket, { host, tls }, { attempt, clock });
    const hearing = new Hearing(socket, { attempt, clock, encoding: 'latin1', maxBytes });
    const line = { socket, hearing, attempt };
    await openConnection({ username, password: password.reveal(), vhost }, line);
    const counts = queue === undefined ? undefined : await lookAtQueue(queue, line);
    if (counts) attempt.learn({ details: { ...attempt.facts.details, ...counts } });
    attempt.timer.stop();
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    await part(socket, attempt);
    return { type: 'amqp', phases, responseTimeMs, summary: summaryOf(attempt), ...attempt.facts };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
    socket?.destroy();
  }
}

// From our farewell to the end of the connection, which is for the server to close (AMQP 0-9-1 §2.2.4).
const farewellMs = 500;

/** Ends the connection in order, so that the server notes no broken one. The answer is complete: that the time is up now changes nothing. */
async function part(socket: Socket, attempt: Attempt): Promise<void> {
  const parted = attempt.run<void>((resolve) => {
    const letGo = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(letGo, farewellMs);
    // It answers with Close-Ok, or ends at once.
    socket.once('data', letGo).once('end', letGo).once('close', letGo).resume();
    if (socket.writable) socket.write(closeFrame);
    else letGo();
    return letGo;
  });
  await parted.catch(() => undefined);
}

/** `RabbitMQ 3.10.8`, or what is in its queue: `3 messages and 1 consumer`. */
function summaryOf({ facts: { details = {} } }: Attempt): string {
  const { product = 'connected', version = '', message_count: messages, consumer_count: consumers } = details;
  if (typeof messages !== 'number' || typeof consumers !== 'number') {
    return truncate(toPlainLine(`${product} ${version}`), 60);
  }
  return `${counted(messages, 'message')} and ${counted(consumers, 'consumer')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
