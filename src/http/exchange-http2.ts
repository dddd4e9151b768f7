import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import type { Failure } from '../domain/failure.ts';
import type { Attempt } from './attempt.ts';
import { CollectedBody } from './collected-body.ts';
import { type Exchange, maxHeaderSize, mostInterim, type RawAnswer } from './exchange.ts';
import { joinHeaders } from './headers.ts';
import { http2Failure, tooLongHead, tooManyInterim } from './http2-failure.ts';
import { http2Head } from './http2-head.ts';
import { fieldsOf, Http2Request } from './http2-request.ts';

/**
 * Sends a request over HTTP/2 and reads the answer, as `exchange` does over HTTP/1.1; there is no status text (RFC 9113 §8.3.2).
 * The connection is closed afterwards.
 */
export function exchangeHttp2(question: Exchange, attempt: Attempt): Promise<RawAnswer> {
  return attempt.run<RawAnswer>((resolve, reject) => {
    const reading = new Http2AnswerReader({ question, attempt, resolve, reject });
    return () => reading.letGo();
  });
}

interface ReaderParts {
  readonly question: Exchange;
  readonly attempt: Attempt;
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (failure: Failure) => void;
}

class Http2AnswerReader {
  readonly #parts: ReaderParts;
  readonly #body: CollectedBody;
  readonly #request: Http2Request;
  #interim = 0;
  #answer: Omit<RawAnswer, 'wire' | 'truncated'> | undefined;
  #over = false;

  constructor(parts: ReaderParts) {
    const { question, attempt } = parts;
    this.#parts = parts;
    this.#body = new CollectedBody(question.maxBodyBytes);
    attempt.enter('send', 'sending the request');
    const { socket, body } = question;
    this.#request = new Http2Request({ socket, head: http2Head(question), body }, (error) => this.#fail(error));
    this.#listen();
  }

  /** Time is up: closes the connection and says how far the answer had come. */
  letGo(): void {
    this.#over = true;
    if (this.#answer) this.#parts.attempt.describe(`receiving the body, ${this.#body.received} bytes so far`);
    this.#request.close();
  }

  #listen(): void {
    const { stream } = this.#request;
    stream.on('finish', () => {
      if (this.#answer === undefined && !this.#over) this.#parts.attempt.enter('wait', 'waiting for the first byte');
    });
    stream.on('headers', () => {
      this.#interim += 1;
      if (this.#interim > mostInterim) this.#fail(tooManyInterim(mostInterim));
    });
    stream.on('response', (headers) => this.#receive(headers));
    stream.on('data', (chunk: Buffer) => {
      if (!this.#over && this.#body.take(chunk)) this.#finish();
    });
    stream.on('end', () => {
      if (this.#request.complete) this.#finish();
    });
  }

  #receive(incoming: IncomingHttpHeaders & IncomingHttpStatusHeader): void {
    if (this.#over) return;
    const { question, attempt } = this.#parts;
    const rawHeaders = fieldsOf(incoming);
    if (sizeOf(rawHeaders) > maxHeaderSize) {
      this.#fail(tooLongHead(maxHeaderSize));
      return;
    }
    attempt.enter('receive', 'receiving the body');
    const headers = joinHeaders(rawHeaders);
    const statusCode = incoming[':status'] ?? 0;
    const facts = { statusCode, statusText: '', httpVersion: '2', headers };
    const contentType = headers['content-type'];
    attempt.learn(contentType === undefined ? facts : { contentType, ...facts });
    this.#answer = { rawHeaders, ...facts };
    if (!question.wantsBody(statusCode)) this.#finish();
  }

  #finish(): void {
    if (this.#over || this.#answer === undefined) return;
    this.#over = true;
    const { attempt, resolve } = this.#parts;
    attempt.timer.stop();
    this.#request.close();
    const { bytes: wire, truncated } = this.#body;
    resolve({ wire, truncated, ...this.#answer });
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const { question, reject } = this.#parts;
    const { encrypted } = question;
    const failure = http2Failure(error, { answered: this.#answer !== undefined, encrypted, ...this.#request.end });
    this.#request.close();
    reject(failure);
  }
}

/** As HTTP/1.1 would write them. */
function sizeOf(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((bytes, text) => bytes + text.length + 2, 0);
}
