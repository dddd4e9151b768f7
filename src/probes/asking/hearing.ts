import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { PartialObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Attempt } from '../../http/attempt.ts';
import { closedEarly } from '../../http/failure.ts';
import { brokenOff } from './broken-off.ts';

/** Something that a server is expected to say. */
export interface Awaited<T> {
  /** For people, as it follows `waiting for`: `an answer that matches ^220 `. */
  readonly what: string;
  /** What there is from that place of the text on and where it ends; a Failure where it will never be; undefined to hear more. */
  find(text: string, from: number): { readonly value: T; readonly end: number } | Failure | undefined;
}

export interface HearingOptions {
  readonly attempt: Attempt;
  readonly clock: Clock;
  /** `latin1` gives one character for each byte. */
  readonly encoding: 'utf8' | 'latin1';
  /** Of all that is said on the connection; who says more is broken off. */
  readonly maxBytes: number;
  /** The facts that a failure takes along, from all that was said. */
  readonly factsOf?: (text: string) => PartialObservation;
}

// Looking takes at most a tenth of the time, however the server portions what it says.
const restPerLook = 9;

/** Listens to what is said on one connection; between two waits nothing is read. */
export class Hearing {
  readonly #socket: Socket;
  readonly #options: HearingOptions;
  readonly #decoder: StringDecoder;
  #text = '';
  #from = 0;
  #received = 0;
  #isSilent = true;
  #ending: Error | 'ended' | undefined;
  #settleIfFound: (() => void) | undefined;
  #nextLook: NodeJS.Timeout | undefined;
  #restUntil = Number.NEGATIVE_INFINITY;

  constructor(socket: Socket, options: HearingOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#decoder = new StringDecoder(options.encoding);
    socket
      .on('data', this.#onData)
      .on('end', this.#onEnd)
      .on('error', this.#onError)
      .on('close', this.#onClose)
      .pause();
  }

  /** All that was said. */
  get text(): string {
    return this.#text;
  }

  /** What was said beyond all that was waited for. */
  get rest(): string {
    return this.#text.slice(this.#from);
  }

  /**
   * Waits until something is said. Rejects with a Failure: the one that is found, `unexpected_answer` when the server ends the
   * connection or says more than the limit without it, `connection_reset` when it breaks off.
   */
  until<T>(awaited: Awaited<T>): Promise<T> {
    const { attempt } = this.#options;
    attempt.enter('wait', `waiting for ${awaited.what}`);
    this.#isSilent = true;
    return attempt.run<T>((resolve, reject) => {
      this.#settleIfFound = () => {
        const found = awaited.find(this.#text, this.#from) ?? this.#endedWithout(awaited.what);
        if (found === undefined) return;
        this.#pause();
        if (found instanceof Failure) return reject(this.#explained(found));
        this.#from = found.end;
        resolve(found.value);
      };
      if (this.rest !== '' || this.#ending !== undefined) this.#look();
      if (this.#settleIfFound !== undefined) this.#socket.resume();
      return () => {
        attempt.describe(`waiting for ${awaited.what}, ${this.#summary}`);
        attempt.learn(this.#facts);
        this.close();
        this.#socket.destroy();
      };
    });
  }

  /** Listens no more, and leaves the connection as it is. */
  close(): void {
    this.#pause();
    this.#socket
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('error', this.#onError)
      .off('close', this.#onClose);
  }

  readonly #onData = (chunk: Buffer) => this.#take(chunk);
  readonly #onEnd = () => this.#end('ended');
  readonly #onError = (error: Error) => this.#end(error);
  readonly #onClose = () => this.#end(Object.assign(new Error('closed'), closedEarly));

  #take(chunk: Buffer): void {
    const { attempt, clock, maxBytes } = this.#options;
    if (this.#isSilent) attempt.timer.enter('receive');
    this.#isSilent = false;
    this.#text += this.#decoder.write(chunk.subarray(0, Math.max(0, maxBytes - this.#received)));
    this.#received += chunk.length;
    const restMs = this.#restUntil - clock.monotonic();
    if (restMs <= 0 || this.#received > maxBytes) this.#look();
    else this.#nextLook ??= setTimeout(() => this.#look(), restMs);
  }

  #end(ending: Error | 'ended'): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.#text += this.#decoder.end();
    this.#look();
  }

  #look(): void {
    clearTimeout(this.#nextLook);
    this.#nextLook = undefined;
    const { clock } = this.#options;
    const beganAt = clock.monotonic();
    this.#settleIfFound?.();
    const endedAt = clock.monotonic();
    this.#restUntil = endedAt + restPerLook * (endedAt - beganAt);
  }

  #endedWithout(what: string): Failure | undefined {
    if (this.#received > this.#options.maxBytes) {
      return unexpected(`said more than ${this.#options.maxBytes} bytes without ${what}, ${this.#summary}`);
    }
    if (this.#ending === 'ended') return unexpected(`ended the connection without ${what}, ${this.#summary}`);
    return this.#ending === undefined ? undefined : brokenOff(this.#ending);
  }

  #pause(): void {
    this.#settleIfFound = undefined;
    clearTimeout(this.#nextLook);
    this.#nextLook = undefined;
    this.#socket.pause();
  }

  #explained({ reason, message }: Failure): Failure {
    return new Failure(reason, message, { facts: this.#facts });
  }

  get #facts(): PartialObservation {
    return this.#options.factsOf?.(this.#text) ?? {};
  }

  get #summary(): string {
    const { rest } = this;
    // What is left of a line that was waited for already would only confuse.
    const begun = this.#from > 0 && this.#text[this.#from - 1] !== '\n' ? rest.indexOf('\n') + 1 : 0;
    const words = Buffer.from(rest.slice(begun) || rest, this.#options.encoding).toString('utf8');
    const text = truncate(toPlainLine(words), 100);
    return text === '' ? 'got nothing' : `got ${JSON.stringify(text)}`;
  }
}

function unexpected(what: string): Failure {
  return new Failure('unexpected_answer', `the server ${what}`);
}
