import type { RawData, WebSocket } from 'ws';
import { Failure, toFailure } from '../../domain/failure.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Attempt } from '../../http/attempt.ts';
import type { PhaseName } from '../../http/phases.ts';
import type { Pattern } from '../options/pattern-key.ts';
import { type Closing, closedWithout, talkFailure } from './websocket-failure.ts';

// Of all messages that are waited through, and of the part of one that is looked at.
const maxBytes = 4_194_304;
const mostMessages = 10_000;
const maxAnswerLength = 65_536;
// Closing takes a round trip, of which a visit had several; who takes longer is not waited for.
const closeWithinMs = { least: 50, most: 1_000 };

/** One talk over a WebSocket; what is said is kept from the first message on. Each wait rejects with a Failure. */
export class WebSocketTalk {
  readonly #webSocket: WebSocket;
  readonly #attempt: Attempt;
  readonly #unread: string[] = [];
  #received = 0;
  #messages = 0;
  #last: string | undefined;
  #hasPong = false;
  #error: unknown;
  #closing: Closing | undefined;
  #look: (() => void) | undefined;

  constructor(webSocket: WebSocket, attempt: Attempt) {
    this.#webSocket = webSocket;
    this.#attempt = attempt;
    webSocket.on('message', (data) => this.#take(data));
    webSocket.on('pong', () => {
      this.#hasPong = true;
      this.#look?.();
    });
    webSocket.on('error', (error) => {
      this.#error ??= error;
      this.#look?.();
    });
    webSocket.on('close', (code, reason) => {
      this.#closing = { code, reason: reason.toString('utf8') };
      this.#look?.();
    });
  }

  /** How it was closed; undefined while it is not. */
  get closing(): Closing | undefined {
    return this.#closing;
  }

  /** Sends a ping and waits for a pong (RFC 6455 §5.5). */
  async ping(): Promise<void> {
    this.#webSocket.ping();
    await this.#until({ phase: 'wait', what: 'a pong' }, () => this.#hasPong || undefined);
  }

  /** Sends a text message. */
  async say(text: string): Promise<void> {
    let isSent = false;
    this.#webSocket.send(text, (error) => {
      // Why it could not be sent, the end of the connection says.
      isSent = error === undefined || error === null;
      this.#look?.();
    });
    await this.#until({ phase: 'send', what: 'taking the message' }, () => isSent || undefined);
  }

  /** Waits for a message that matches, and resolves with its first 65,536 characters. */
  hear({ source, regex }: Pattern): Promise<string> {
    const what = `a message that matches ${source}`;
    return this.#until({ phase: 'wait', what }, () => {
      for (let text = this.#unread.shift(); text !== undefined; text = this.#unread.shift()) {
        this.#last = text;
        this.#attempt.learn({ answer: text });
        if (regex.matchesIn(text)) return text;
      }
      if (!this.#isTooMuch) return undefined;
      throw new Failure('unexpected_answer', `the server goes on and on without ${what}${this.#lastHeard}`);
    });
  }

  /** Closes it with 1000 and resolves once that is done, or was waited for as long as the whole visit took. */
  async close(): Promise<void> {
    const { timer, signal } = this.#attempt;
    const limitMs = Math.max(closeWithinMs.least, Math.min(closeWithinMs.most, timer.totalMs));
    await new Promise<void>((resolve) => {
      if (this.#closing !== undefined) return resolve();
      const limit = setTimeout(() => this.#webSocket.terminate(), limitMs);
      const done = () => {
        clearTimeout(limit);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#look = () => this.#closing && done();
      signal.addEventListener('abort', done);
      this.#webSocket.close(1000);
    });
  }

  #until<T>(
    { phase, what }: { readonly phase: PhaseName; readonly what: string },
    find: () => T | undefined,
  ): Promise<T> {
    this.#attempt.enter(phase, `waiting for ${what}`);
    return this.#attempt.run<T>((resolve, reject) => {
      this.#look = () => {
        try {
          const found = find();
          if (found !== undefined) resolve(found);
          else if (this.#error !== undefined) reject(talkFailure(this.#error));
          else if (this.#closing !== undefined) reject(closedWithout(`${what}${this.#lastHeard}`, this.#closing));
        } catch (error) {
          reject(toFailure(error));
        }
      };
      this.#look();
      return () => {
        this.#attempt.describe(`waiting for ${what}${this.#lastHeard}`);
        this.#webSocket.terminate();
      };
    });
  }

  #take(data: RawData): void {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
    this.#received += bytes.length;
    this.#messages += 1;
    this.#unread.push(bytes.toString('utf8').slice(0, maxAnswerLength));
    if (this.#isTooMuch) this.#webSocket.pause();
    this.#look?.();
  }

  get #isTooMuch(): boolean {
    return this.#received > maxBytes || this.#messages > mostMessages;
  }

  get #lastHeard(): string {
    if (this.#last === undefined) return '';
    return `, the last of ${this.#messages} was ${JSON.stringify(truncate(toPlainLine(this.#last), 100))}`;
  }
}
