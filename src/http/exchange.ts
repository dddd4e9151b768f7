import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Failure } from '../domain/failure.ts';
import type { Attempt } from './attempt.ts';
import { CollectedBody } from './collected-body.ts';
import { closedEarly, exchangeFailure } from './failure.ts';
import { joinHeaders } from './headers.ts';

/** One request on its way over an open connection, which serves nothing else. */
export interface Exchange {
  readonly socket: Socket;
  readonly encrypted: boolean;
  readonly method: string;
  /** The request target: a path, or an absolute URL for a proxy (RFC 9112 §3.2). */
  readonly target: string;
  /** Names and values by turns, complete: nothing is added. */
  readonly headers: readonly string[];
  readonly body?: Uint8Array | undefined;
  /** The rest of a longer body is not read, nor that of one in more than 16,384 pieces. */
  readonly maxBodyBytes: number;
  /** Whether the body of an answer with this status is of interest; if not, the connection is dropped after the headers. */
  readonly wantsBody: (statusCode: number) => boolean;
}

/** An answer as it came, its body not yet decoded. */
export interface RawAnswer {
  readonly statusCode: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values by turns, as sent. */
  readonly rawHeaders: readonly string[];
  readonly wire: Buffer;
  readonly truncated: boolean;
}

/** Bytes that the head of an answer may have: Node.js's own default, made independent of its command line. */
export const maxHeaderSize = 16_384;
/** How many 1xx answers are borne: without end, they would keep the event loop to themselves. */
export const mostInterim = 100;
const tooManyInterim = { code: 'HPE_HEADER_OVERFLOW' } as const;

/** Sends a request and reads the answer, up to `maxBodyBytes` of body. Rejects with a Failure unless the answer is complete. */
export function exchange(question: Exchange, attempt: Attempt): Promise<RawAnswer> {
  return attempt.run<RawAnswer>((resolve, reject) => {
    const reading = new AnswerReader({ question, attempt, resolve, reject });
    reading.send();
    return () => reading.letGo();
  });
}

interface ReaderParts {
  readonly question: Exchange;
  readonly attempt: Attempt;
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (failure: Failure) => void;
}

class AnswerReader {
  readonly #parts: ReaderParts;
  readonly #body: CollectedBody;
  #interim = 0;
  #answer: Omit<RawAnswer, 'wire' | 'truncated'> | undefined;
  #over = false;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    this.#body = new CollectedBody(parts.question.maxBodyBytes);
  }

  send(): void {
    const { question, attempt } = this.#parts;
    attempt.enter('send', 'sending the request');
    const request = openRequest(question);
    request.on('finish', () => {
      if (this.#answer === undefined) attempt.enter('wait', 'waiting for the first byte');
    });
    request.on('information', () => {
      this.#interim += 1;
      if (this.#interim > mostInterim) this.#fail(tooManyInterim);
    });
    request.on('response', (incoming) => this.#receive(incoming));
    // Asked for by headers of the user's own; what follows is no longer HTTP.
    request.on('upgrade', (incoming) => {
      this.#learn(incoming);
      this.#finish(true);
    });
    request.on('error', (error) => this.#fail(error));
    request.on('close', () => this.#fail(undefined));
    request.end(question.body);
  }

  /** Time is up: closes the connection and says how far the answer had come. */
  letGo(): void {
    const { question, attempt } = this.#parts;
    this.#over = true;
    if (this.#answer) attempt.describe(`receiving the body, ${this.#body.received} bytes so far`);
    else if (!question.encrypted && question.socket.bytesRead > 0) attempt.describe('receiving the headers');
    question.socket.destroy();
  }

  #receive(incoming: IncomingMessage): void {
    const { question, attempt } = this.#parts;
    attempt.enter('receive', 'receiving the body');
    this.#learn(incoming);
    incoming.on('error', (error) => this.#fail(error));
    if (question.wantsBody(incoming.statusCode ?? 0)) {
      incoming.on('data', (chunk: Buffer) => this.#take(chunk));
      incoming.on('end', () => this.#finish(false));
    } else {
      this.#finish(true);
    }
  }

  #learn({ statusCode = 0, statusMessage = '', httpVersion, rawHeaders }: IncomingMessage): void {
    const headers = joinHeaders(rawHeaders);
    const facts = { statusCode, statusText: statusMessage, httpVersion, headers };
    const contentType = headers['content-type'];
    // Own keys before the spread, here and below: V8 keeps a new hidden class of every literal that adds keys to a spread.
    this.#parts.attempt.learn(contentType === undefined ? facts : { contentType, ...facts });
    this.#answer = { rawHeaders, ...facts };
  }

  #take(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#body.take(chunk)) this.#finish(true);
  }

  /** `early`: the rest of the answer is not waited for. */
  #finish(early: boolean): void {
    if (this.#over || this.#answer === undefined) return;
    this.#over = true;
    const { question, attempt, resolve } = this.#parts;
    attempt.timer.stop();
    if (early) question.socket.destroy();
    const { bytes: wire, truncated } = this.#body;
    resolve({ wire, truncated, ...this.#answer });
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const { question, reject } = this.#parts;
    question.socket.destroy();
    const answered = this.#answer !== undefined;
    reject(exchangeFailure(error ?? closedEarly, { answered, encrypted: question.encrypted }));
  }
}

function openRequest({ socket, method, target, headers }: Exchange): ClientRequest {
  const request = httpRequest({
    createConnection: () => socket,
    method,
    path: target,
    headers,
    setHost: false,
    maxHeaderSize,
    insecureHTTPParser: false,
  });
  // Bounded by their size; Node.js would drop those beyond a number without a word.
  request.maxHeadersCount = 0;
  return request;
}
