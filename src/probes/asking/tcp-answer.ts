import type { Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import { Failure, failureReasons } from '../../domain/failure.ts';
import type { LinearRegex } from '../../domain/linear-regex.ts';
import type { PartialObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Attempt } from '../../http/attempt.ts';
import { codeOf, reasonOfCode } from '../../http/error-codes.ts';

/** A pattern that an answer must match somewhere, and how it was written. */
export interface ExpectedAnswer {
  readonly source: string;
  readonly regex: LinearRegex;
}

const maxAnswerBytes = 65_536;
// Matching takes at most a tenth of the time, however the server portions its answer.
const restPerLook = 9;

/**
 * Listens until what was said matches, and resolves with it. Rejects with a Failure: `unexpected_answer` when the server ends the
 * connection or says more than 64 KiB without a match, `connection_reset` when it breaks off.
 */
export function hear(
  socket: Socket,
  expected: ExpectedAnswer,
  { attempt, clock }: { readonly attempt: Attempt; readonly clock: Clock },
): Promise<string> {
  attempt.enter('wait', 'waiting for the first byte');
  return attempt.run<string>((resolve, reject) => {
    const heard = new HeardText();
    let restUntil = Number.NEGATIVE_INFINITY;
    let nextLook: NodeJS.Timeout | undefined;
    const refuse = (what: string) => reject(unexpected(what, heard, expected));
    const look = () => {
      clearTimeout(nextLook);
      nextLook = undefined;
      const beganAt = clock.monotonic();
      const { text } = heard;
      if (expected.regex.matchesIn(text)) resolve(text);
      else if (heard.isTooLong) refuse(`said more than ${maxAnswerBytes} bytes`);
      const endedAt = clock.monotonic();
      restUntil = endedAt + restPerLook * (endedAt - beganAt);
    };
    socket.on('data', (chunk: Buffer) => {
      if (heard.isEmpty) attempt.enter('receive', `waiting for an answer that matches ${expected.source}`);
      heard.take(chunk);
      const restMs = restUntil - clock.monotonic();
      if (restMs <= 0 || heard.isTooLong) look();
      else nextLook ??= setTimeout(look, restMs);
    });
    socket.on('end', () => {
      look();
      refuse('ended the connection');
    });
    socket.on('error', (error) => {
      if (nextLook !== undefined) look();
      reject(brokenOff(error, heard.facts));
    });
    socket.on('close', () => clearTimeout(nextLook));
    return () => {
      attempt.describe(`waiting for an answer that matches ${expected.source}, ${heard.summary}`);
      attempt.learn(heard.facts);
      socket.destroy();
    };
  });
}

/** Why a conversation ended in the middle, with what was heard until then. */
export function brokenOff(error: unknown, facts: PartialObservation = {}): Failure {
  const code = codeOf(error);
  const reason = reasonOfCode(code);
  return new Failure(reason, `${failureReasons[reason].means} (${code ?? 'no error code'})`, { facts });
}

/** What a server said until now. */
class HeardText {
  readonly #chunks: Buffer[] = [];
  #received = 0;

  take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
  }

  get isEmpty(): boolean {
    return this.#received === 0;
  }

  get isTooLong(): boolean {
    return this.#received > maxAnswerBytes;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).subarray(0, maxAnswerBytes).toString('utf8');
  }

  get facts(): { readonly answer?: string } {
    return this.isEmpty ? {} : { answer: this.text };
  }

  get summary(): string {
    const text = truncate(toPlainLine(this.text), 100);
    return text === '' ? 'got nothing' : `got ${JSON.stringify(text)}`;
  }
}

function unexpected(what: string, { summary, facts }: HeardText, { source }: ExpectedAnswer): Failure {
  const message = `the server ${what} without an answer that matches ${source}, ${summary}`;
  return new Failure('unexpected_answer', message, { facts });
}
