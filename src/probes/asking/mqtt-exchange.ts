import type { IConnackPacket, IPublishPacket, MqttClient } from 'mqtt';
import type { Failure } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { MqttExchange } from '../options/mqtt-keys.ts';
import { mqttFailure, notAuthorized } from './mqtt-failure.ts';

/** A message that a broker sent. */
export interface MqttMessage {
  readonly topic: string;
  readonly text: string;
  /** Whether the broker had kept it for those who subscribe later. */
  readonly retained: boolean;
}

/** The broker refused something, and this is what it means. */
export class RefusedByBroker extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Waits until the broker lets us in, subscribes and publishes where told to, and resolves with the message that was waited for:
 * the expected one, that which we published, or else the retained one. Rejects with what the driver does, or RefusedByBroker.
 */
export async function exchangeOver(
  client: MqttClient,
  { subscribe: filter, publish, expect }: MqttExchange,
  attempt: Attempt,
): Promise<MqttMessage | undefined> {
  const messages = new Mailbox(client, ({ text, retained }) => {
    // What was kept from before proves nothing about what we publish now.
    if (publish !== undefined && retained) return false;
    return expect === undefined || expect.regex.matchesIn(text);
  });
  attempt.learn({ details: { code: await letIn(client) } });
  if (filter !== undefined) {
    attempt.describe('waiting for the subscription');
    await refusable(client.subscribeAsync(filter, { qos: 1 }));
  }
  if (publish !== undefined) {
    attempt.describe('waiting for the broker to take the message');
    await refusable(client.publishAsync(publish.topic, publish.payload, { qos: 1 }));
  }
  if (filter === undefined) return undefined;
  if (publish !== undefined || expect !== undefined) {
    attempt.describe(
      expect === undefined ? 'waiting for our message' : `waiting for a message that matches ${expect.source}`,
    );
    return messages.first;
  }
  // What is retained comes before the answer to this, where there is something retained.
  await refusable(client.unsubscribeAsync(filter));
  return messages.found;
}

/** Resolves with the code of a connection that is accepted; of one that is not, the driver's errors tell. */
function letIn(client: MqttClient): Promise<number> {
  return new Promise((resolve) => {
    client.once('connect', ({ returnCode, reasonCode }: IConnackPacket) => resolve(reasonCode ?? returnCode ?? 0));
  });
}

async function refusable(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw refusalIn(error, 'command') ?? error;
  }
}

/** What the broker refuses by an error of the driver: these have its code as a number, those of the system have a text. */
export function refusalIn(error: unknown, at: 'login' | 'command'): RefusedByBroker | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const failure = typeof code === 'number' ? (notAuthorized(code, at) ?? mqttFailure(code)) : undefined;
  return failure && new RefusedByBroker(failure);
}

/** Keeps the first message that is wanted. */
class Mailbox {
  found: MqttMessage | undefined;
  readonly first: Promise<MqttMessage>;

  constructor(client: MqttClient, isWanted: (message: MqttMessage) => boolean) {
    this.first = new Promise((resolve) => {
      client.on('message', (topic: string, payload: Buffer, { retain }: IPublishPacket) => {
        const message = { topic, text: payload.toString('utf8'), retained: retain };
        if (this.found !== undefined || !isWanted(message)) return;
        this.found = message;
        resolve(message);
      });
    });
  }
}
