import { isIP, type Socket } from 'node:net';
import { Failure } from '../domain/failure.ts';
import type { LinearRegex } from '../domain/linear-regex.ts';
import type { TcpObservation } from '../domain/observation.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { Attempt } from '../http/attempt.ts';
import { connect } from '../http/connect.ts';
import { exchangeFailure } from '../http/failure.ts';
import type { ProbeContext } from './probe.ts';

/** Where to connect, what to say and what to wait for. */
export interface Conversation {
  readonly host: string;
  readonly port: number;
  readonly send?: string | undefined;
  readonly expect?: { readonly source: string; readonly regex: LinearRegex } | undefined;
  readonly ip_family: 4 | 6 | 'any';
  readonly resolver?: string | undefined;
}

const maxAnswerBytes = 65_536;
const shortAnswerBytes = 4_096;
const lookAgainMs = 5;
const plain = { answered: false, encrypted: false };

/** Holds a conversation on a connection of its own. Rejects with a Failure, `unexpected_answer` when the server ends it or says too much without a match. */
export async function converse(
  conversation: Conversation,
  { signal, clock, lookup }: ProbeContext,
): Promise<TcpObservation> {
  const attempt = new Attempt({ signal, clock });
  let socket: Socket | undefined;
  try {
    socket = await open(conversation, lookup, attempt);
    const answer = await exchangeWords(socket, conversation, attempt);
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

async function exchangeWords(
  socket: Socket,
  { send, expect }: Conversation,
  attempt: Attempt,
): Promise<string | undefined> {
  if (send !== undefined) await say(socket, send, attempt);
  return expect === undefined ? undefined : hear(socket, expect, attempt);
}

function say(socket: Socket, text: string, attempt: Attempt): Promise<void> {
  attempt.enter('send', 'sending');
  return attempt.run<void>((resolve, reject) => {
    socket.write(text, (error) => (error ? reject(exchangeFailure(error, plain)) : resolve()));
    return () => socket.destroy();
  });
}

function hear(socket: Socket, expected: NonNullable<Conversation['expect']>, attempt: Attempt): Promise<string> {
  attempt.enter('wait', 'waiting for the first byte');
  return attempt.run<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    let pendingLook: NodeJS.Timeout | undefined;
    const letGo = () => {
      clearTimeout(pendingLook);
      socket.destroy();
    };
    const refuse = (what: string) => reject(unexpected(what, { chunks, expected }));
    const look = () => {
      pendingLook = undefined;
      const text = textOf(chunks);
      if (expected.regex.matchesIn(text)) resolve(text);
      else if (received >= maxAnswerBytes) refuse(`said more than ${maxAnswerBytes} bytes`);
    };
    socket.on('data', (chunk: Buffer) => {
      if (received === 0) attempt.enter('receive', `waiting for an answer that matches ${expected.source}`);
      chunks.push(chunk);
      received += chunk.length;
      // A long answer that comes byte by byte is not matched anew for every byte.
      if (received <= shortAnswerBytes) look();
      else pendingLook ??= setTimeout(look, lookAgainMs);
    });
    socket.on('end', () => {
      look();
      refuse('ended the connection');
    });
    socket.on('close', () => clearTimeout(pendingLook));
    socket.on('error', (error) => reject(exchangeFailure(error, plain)));
    return () => {
      attempt.describe(`waiting for an answer that matches ${expected.source}, ${gotUntilNow(chunks)}`);
      letGo();
    };
  });
}

function unexpected(
  what: string,
  { chunks, expected }: { readonly chunks: readonly Buffer[]; readonly expected: NonNullable<Conversation['expect']> },
): Failure {
  const message = `the server ${what} without an answer that matches ${expected.source}, ${gotUntilNow(chunks)}`;
  return new Failure('unexpected_answer', message, { facts: { answer: textOf(chunks) } });
}

function gotUntilNow(chunks: readonly Buffer[]): string {
  const text = truncate(toPlainLine(textOf(chunks)), 100);
  return text === '' ? 'got nothing' : `got ${JSON.stringify(text)}`;
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
}
