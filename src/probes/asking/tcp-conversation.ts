import { isIP, type Socket } from 'node:net';
import type { Observation } from '../../domain/observation.ts';
import { Attempt } from '../../http/attempt.ts';
import { connect } from '../../http/connect.ts';
import type { ProbeContext } from '../probe.ts';
import { brokenOff, type ExpectedAnswer, hear } from './tcp-answer.ts';

/** Where to connect, what to say and what to wait for. */
export interface Conversation {
  readonly host: string;
  readonly port: number;
  readonly send?: string | undefined;
  readonly expect?: ExpectedAnswer | undefined;
  readonly ip_family: 4 | 6 | 'any';
  readonly resolver?: string | undefined;
}

/** Holds a conversation on a connection of its own. Rejects with a Failure that carries what was learned until then. */
export async function converse(
  conversation: Conversation,
  { signal, clock, lookup }: Pick<ProbeContext, 'signal' | 'clock' | 'lookup'>,
): Promise<Observation> {
  const { send, expect } = conversation;
  const attempt = new Attempt({ signal, clock });
  let socket: Socket | undefined;
  try {
    socket = await open(conversation, lookup, attempt);
    if (send !== undefined) await say(socket, send, attempt);
    const answer = expect === undefined ? undefined : await hear(socket, expect, { attempt, clock });
    attempt.timer.stop();
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    const { address, port } = attempt.facts;
    return {
      type: 'tcp',
      phases,
      responseTimeMs,
      ...(address !== undefined && { address }),
      ...(port !== undefined && { port }),
      ...(answer !== undefined && { answer }),
    };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
    socket?.destroy();
  }
}

async function open(conversation: Conversation, lookup: ProbeContext['lookup'], attempt: Attempt): Promise<Socket> {
  const { host, port, ip_family: family, resolver } = conversation;
  const { signal } = attempt;
  if (isIP(host) === 0) attempt.enter('dns', `resolving ${host}`);
  const addresses = await lookup(host, resolver === undefined ? { family, signal } : { family, signal, resolver });
  return connect(addresses, port, attempt);
}

function say(socket: Socket, text: string, attempt: Attempt): Promise<void> {
  attempt.enter('send', 'sending');
  return attempt.run<void>((resolve, reject) => {
    socket.write(text, (error) => (error ? reject(brokenOff(error)) : resolve()));
    return () => socket.destroy();
  });
}
