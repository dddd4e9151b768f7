import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { MqttClient } from 'mqtt';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Secret } from '../../domain/secret.ts';
import { Attempt } from '../../http/attempt.ts';
import { closedEarly } from '../../http/failure.ts';
import type { MqttExchange } from '../options/mqtt-keys.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { brokenOff } from './broken-off.ts';
import { loadDriver } from './driver.ts';
import { AnswerTooLong, DriverStream, UnreadableAnswer } from './driver-stream.ts';
import { encrypt } from './encrypt.ts';
import { exchangeOver, type MqttMessage, RefusedByBroker, refusalIn } from './mqtt-exchange.ts';
import { type Place, reach } from './reach.ts';
import { tlsSettingsOf } from './tls-settings.ts';

/** What is asked of an MQTT broker, and as whom. */
export interface MqttQuestion extends Place, MqttExchange {
  readonly version: '3.1.1' | '5';
  readonly client_id?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: Secret | undefined;
  /** Nothing is encrypted without it. */
  readonly tls?: TlsKeys | undefined;
}

// Of all that a broker says, messages included.
const maxAnswerBytes = 1_048_576;

/** Connects to an MQTT broker once, for a session that it forgets at once. Rejects with a Failure that carries what was learned until then. */
export async function visitMqtt(
  question: MqttQuestion,
  { signal, clock, lookup }: Pick<ProbeContext, 'signal' | 'clock' | 'lookup'>,
): Promise<Observation> {
  const { MqttClient } = await loadDriver('mqtt', () => import('mqtt'));
  const { host, tls: keys } = question;
  const attempt = new Attempt({ signal, clock });
  const stream = new DriverStream(maxAnswerBytes);
  let socket: Socket | undefined;
  try {
    const tls = keys && tlsSettingsOf(keys);
    socket = await reach(question, { attempt, lookup });
    if (tls) socket = await encrypt(socket, { host, tls }, { attempt, clock });
    stream.carry(socket);
    attempt.enter('wait', 'waiting for the broker to let us in');
    const message = await attempt.run<MqttMessage | undefined>((resolve, reject) => {
      const client = new MqttClient(() => stream, settingsOf(question));
      const tell = (error: unknown) => reject(translated(error, stream));
      client.on('error', (error) => tell(client.connected ? error : (refusalIn(error, 'login') ?? error)));
      client.on('close', () => tell(undefined));
      exchangeOver(client, question, attempt).then(resolve, tell);
      return () => stream.destroy();
    });
    attempt.timer.stop();
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    await part(stream, attempt);
    return { type: 'mqtt', phases, responseTimeMs, ...attempt.facts, ...factsOf(message, attempt) };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
    stream.destroy();
    socket?.destroy();
  }
}

// The largest that a timer takes: how long we wait is for the signal to say.
const foreverMs = 2_147_483_647;

function settingsOf({ version, client_id: id, username, password }: MqttQuestion) {
  return {
    protocolVersion: version === '5' ? 5 : 4,
    clientId: id ?? `svcmon-${randomBytes(6).toString('hex')}`,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password: password.reveal() }),
    clean: true,
    keepalive: 0,
    reconnectPeriod: 0,
    resubscribe: false,
    connectTimeout: foreverMs,
  } as const satisfies ConstructorParameters<typeof MqttClient>[1];
}

function translated(error: unknown, stream: DriverStream): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof RefusedByBroker) return error.failure;
  const { errored, endedEarly } = stream;
  if (errored instanceof AnswerTooLong) {
    return new Failure('bad_response', `the broker says more than ${maxAnswerBytes} bytes`);
  }
  if (errored !== null && !(errored instanceof UnreadableAnswer)) return brokenOff(errored);
  if (error === undefined || endedEarly) return brokenOff(closedEarly);
  return new Failure('protocol_error', 'what the server says is not the protocol of MQTT', { cause: error });
}

// The same in all versions (MQTT 3.1.1 §3.14, MQTT 5.0 §3.14.2.1).
const disconnect = Buffer.from([0xe0, 0]);

/** Ends the session in order, so that the broker notes no broken one. The answer is complete: that the time is up now changes nothing. */
async function part(stream: DriverStream, attempt: Attempt): Promise<void> {
  if (stream.destroyed || !stream.writable) return;
  const parted = attempt.run<void>((resolve) => {
    stream.once('close', () => resolve());
    stream.end(disconnect);
    return () => stream.destroy();
  });
  await parted.catch(() => undefined);
}

function factsOf(
  message: MqttMessage | undefined,
  { facts }: Attempt,
): Pick<Observation, 'summary' | 'details' | 'unshown'> {
  if (message === undefined) return { summary: 'connected', ...(facts.details && { details: facts.details }) };
  const { topic, text, retained } = message;
  return {
    summary: `${JSON.stringify(truncate(toPlainLine(text), 40))} on ${truncate(toPlainLine(topic), 60)}`,
    details: { ...facts.details, topic, message: text.slice(0, 1_000), retained },
    unshown: { message: text },
  };
}
