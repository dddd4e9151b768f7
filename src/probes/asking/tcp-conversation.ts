import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Observation, PartialObservation } from '../../domain/observation.ts';
import { Attempt } from '../../http/attempt.ts';
import type { StartTlsProtocol } from '../options/starttls-key.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { encrypt, partFrom, perhapsStartTls } from './encrypt.ts';
import { type Place, reach } from './reach.ts';
import { follow, type Script } from './tcp-script.ts';
import { tlsSettingsOf } from './tls-settings.ts';

/** Where to connect, whether to encrypt, what to say and what to wait for. */
export interface Conversation extends Place {
  readonly tls?: TlsKeys | undefined;
  readonly starttls?: StartTlsProtocol | undefined;
  readonly script: Script;
}

/** Holds a conversation on a connection of its own. Rejects with a Failure that carries what was learned until then. */
export async function converse(
  conversation: Conversation,
  { signal, clock, lookup }: Pick<ProbeContext, 'signal' | 'clock' | 'lookup'>,
): Promise<Observation> {
  const { host, tls: keys, starttls, script } = conversation;
  const attempt = new Attempt({ signal, clock });
  let socket: Socket | undefined;
  try {
    const tls = keys && tlsSettingsOf(keys);
    socket = await reach(conversation, { attempt, lookup });
    let secured: TLSSocket | undefined;
    if (tls) {
      const encryption = { host, tls, starttls, notTls: perhapsStartTls };
      secured = socket = await encrypt(socket, encryption, { attempt, clock });
    }
    const answer = await follow(script, socket, { attempt, clock });
    attempt.timer.stop();
    if (secured && script.length === 0) await partFrom(secured, attempt);
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    const { facts } = attempt;
    return { type: 'tcp', phases, responseTimeMs, summary: summaryOf(facts, answer), ...facts, ...said(answer) };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
    socket?.destroy();
  }
}

function said(answer: string | undefined): { readonly answer?: string } {
  return answer === undefined ? {} : { answer };
}

/** `connected`, `connected with TLSv1.3`, `answered as expected`. */
function summaryOf({ tls }: PartialObservation, answer: string | undefined): string {
  if (answer !== undefined) return 'answered as expected';
  return tls === undefined ? 'connected' : `connected with ${tls.protocol}`;
}
