import type { Socket } from 'node:net';
import { Failure } from '../../domain/failure.ts';
import type { Detail, Observation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Secret } from '../../domain/secret.ts';
import { Attempt } from '../../http/attempt.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { encrypt } from './encrypt.ts';
import { Hearing } from './hearing.ts';
import { maxAnswerBytes } from './query-rows.ts';
import { type Place, reach } from './reach.ts';
import { loginFailure, redisFailure, selectFailure } from './redis-failure.ts';
import { type RedisReply, redisCommand, replyIn } from './redis-reply.ts';
import { say } from './say.ts';
import { tlsSettingsOf } from './tls-settings.ts';

/** What is asked of a Redis server, and as whom. */
export interface RedisQuestion extends Place {
  readonly username?: string | undefined;
  readonly password?: Secret | undefined;
  readonly database: number;
  readonly command: readonly string[];
  /** Nothing is encrypted without it. */
  readonly tls?: TlsKeys | undefined;
}

/** Sends one command to a Redis server. Rejects with a Failure that carries what was learned until then. */
export async function visitRedis(
  question: RedisQuestion,
  { signal, clock, lookup }: ProbeContext,
): Promise<Observation> {
  const { host, tls: keys } = question;
  const attempt = new Attempt({ signal, clock });
  let socket: Socket | undefined;
  try {
    const tls = keys && tlsSettingsOf(keys);
    socket = await reach(question, { attempt, lookup });
    if (tls) socket = await encrypt(socket, { host, tls }, { attempt, clock });
    const hearing = new Hearing(socket, { attempt, clock, encoding: 'latin1', maxBytes: maxAnswerBytes });
    const value = await askOver({ socket, hearing, attempt }, question);
    attempt.timer.stop();
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    await part(socket, attempt);
    return { type: 'redis', phases, responseTimeMs, ...attempt.facts, ...factsOf(question.command, value) };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
    socket?.destroy();
  }
}

interface Line {
  readonly socket: Socket;
  readonly hearing: Hearing;
  readonly attempt: Attempt;
}

async function askOver(line: Line, { username, password, database, command }: RedisQuestion): Promise<Detail> {
  if (password !== undefined) {
    const names = username === undefined ? [] : [username];
    await agreed(line, ['AUTH', ...names, password.reveal()], loginFailure);
  }
  if (database !== 0) await agreed(line, ['SELECT', `${database}`], selectFailure);
  if (command.length === 1 && command[0]?.toUpperCase() === 'PING') {
    await agreed(line, command, redisFailure);
    return 'PONG';
  }
  const reply = await exchange(line, command);
  if (reply.kind === 'error') throw redisFailure(reply.text);
  return reply.value;
}

/** Says what a server of Redis answers with OK, or PONG, and nothing else. */
async function agreed(line: Line, words: readonly string[], failureOf: (text: string) => Failure): Promise<void> {
  const reply = await exchange(line, words);
  if (reply.kind === 'error') throw failureOf(reply.text);
  if (reply.value === 'OK' || reply.value === 'PONG') return;
  throw new Failure('protocol_error', `what answers ${words[0]} is not of the Redis protocol`);
}

async function exchange({ socket, hearing, attempt }: Line, words: readonly string[]): Promise<RedisReply> {
  await say(socket, redisCommand(words), attempt);
  try {
    return await hearing.until({ what: `the reply to ${toPlainLine(words[0] ?? '')}`, find: replyIn });
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== 'unexpected_answer') throw error;
    throw new Failure(hearing.text.length < maxAnswerBytes ? 'connection_reset' : 'bad_response', error.message);
  }
}

/** Ends the connection from our side. The answer is complete: that the time is up now changes nothing. */
async function part(socket: Socket, attempt: Attempt): Promise<void> {
  const parted = attempt.run<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.end(() => socket.destroy());
    return () => socket.destroy();
  });
  await parted.catch(() => undefined);
}

function factsOf(command: readonly string[], value: Detail): Pick<Observation, 'summary' | 'details' | 'unshown'> {
  const isShown = typeof value !== 'object' || value === null;
  const shown = typeof value === 'string' ? value.slice(0, 1_000) : value;
  return {
    summary: `${nameOf(command)} answered ${wordsFor(value)}`,
    ...(isShown && { details: { value: shown } }),
    unshown: { value },
  };
}

function nameOf([name = '']: readonly string[]): string {
  return truncate(toPlainLine(name), 20).toUpperCase();
}

function wordsFor(value: Detail): string {
  if (value === null) return 'nil';
  if (typeof value !== 'object') return truncate(toPlainLine(String(value)), 40);
  const count = Array.isArray(value) ? value.length : 0;
  return `a list of ${count}`;
}
