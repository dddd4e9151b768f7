import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import type { Socket } from 'node:net';
import { Failure } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
import { joinHeaders } from '../../http/headers.ts';
import { fieldsOf, Http2Request } from '../../http/http2-request.ts';
import { callFailure, notGrpc, tooLong } from './grpc-failure.ts';
import { firstMessageIn, framed } from './grpc-messages.ts';
import { type GrpcStatus, grpcStatusOf } from './grpc-status.ts';

/** One call over a connection that serves nothing else. */
export interface GrpcCall {
  readonly socket: Socket;
  readonly encrypted: boolean;
  readonly authority: string;
  /** `/package.Service/Method` */
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly message: Uint8Array;
  /** What is waited for: the status that ends a call, or the first message of one that may never end. */
  readonly until: 'status' | 'message';
}

/** What a call was answered. */
export interface GrpcReply {
  /** The first message; undefined where there was none. */
  readonly message: Buffer | undefined;
  /** Undefined where the call did not go on beyond its first message. */
  readonly status: GrpcStatus | undefined;
}

// Answers of the health service are two bytes long.
const maxReplyBytes = 65_536;

/**
 * Makes a call (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md) and resolves with whatever status it ends with.
 * The fields that the server sends along become headers of the attempt. Rejects with a Failure where it is not gRPC that
 * answers, or the connection breaks off. The connection is closed afterwards.
 */
export async function call(question: GrpcCall, attempt: Attempt): Promise<GrpcReply> {
  const reader = new ReplyReader(question, attempt);
  try {
    return await attempt.run<GrpcReply>((resolve, reject) => {
      reader.start(resolve, reject);
      return () => reader.close();
    });
  } finally {
    reader.close();
  }
}

class ReplyReader {
  readonly #question: GrpcCall;
  readonly #attempt: Attempt;
  readonly #chunks: Buffer[] = [];
  #received = 0;
  #fields: Readonly<Record<string, string>> = {};
  #request: Http2Request | undefined;

  constructor(question: GrpcCall, attempt: Attempt) {
    this.#question = question;
    this.#attempt = attempt;
  }

  start(resolve: (reply: GrpcReply) => void, reject: (failure: Failure) => void): void {
    this.#attempt.enter('send', 'sending the call');
    const settle = (reply: GrpcReply | Failure | undefined) => {
      if (reply instanceof Failure) reject(reply);
      else if (reply !== undefined) resolve(reply);
    };
    const { socket, message } = this.#question;
    const asked = { socket, head: this.#head(), body: framed(message) };
    this.#request = new Http2Request(asked, (error) => settle(this.#end(error)));
    const { stream } = this.#request;
    stream.on('finish', () => this.#attempt.enter('wait', 'waiting for the answer to the call'));
    stream.on('response', (headers) => settle(this.#begin(headers)));
    stream.on('data', (chunk: Buffer) => settle(this.#take(chunk)));
    stream.on('trailers', (trailers) => this.#learn(trailers));
  }

  close(): void {
    this.#request?.close();
    this.#question.socket.destroy();
  }

  #head() {
    const { encrypted, authority, path, metadata } = this.#question;
    return {
      ...metadata,
      ':method': 'POST',
      ':scheme': encrypted ? 'https' : 'http',
      ':authority': authority,
      ':path': path,
      te: 'trailers',
      'content-type': 'application/grpc',
    };
  }

  #begin(headers: IncomingHttpHeaders & IncomingHttpStatusHeader): Failure | undefined {
    this.#attempt.enter('receive', 'receiving the answer to the call');
    this.#learn(headers);
    const statusCode = headers[':status'] ?? 0;
    const isGrpc = headers['content-type']?.startsWith('application/grpc') === true;
    return statusCode === 200 && isGrpc ? undefined : notGrpc(statusCode, headers['content-type'], this.#question);
  }

  #learn(fields: IncomingHttpHeaders): void {
    this.#fields = { ...this.#fields, ...joinHeaders(fieldsOf(fields)) };
    this.#attempt.learn({ headers: this.#fields });
  }

  #take(chunk: Buffer): GrpcReply | Failure | undefined {
    this.#received += chunk.length;
    this.#chunks.push(chunk);
    if (this.#received > maxReplyBytes) return tooLong(maxReplyBytes);
    if (this.#question.until === 'status') return undefined;
    const message = firstMessageIn(Buffer.concat(this.#chunks))?.message;
    return message && { message, status: undefined };
  }

  /** A call that has its status is over, whatever becomes of the connection. */
  #end(error: unknown): GrpcReply | Failure {
    const status = grpcStatusOf(this.#fields);
    if (status === undefined) return this.#failureOf(error);
    const first = firstMessageIn(Buffer.concat(this.#chunks));
    if (first?.compressed) return new Failure('protocol_error', 'the answer is compressed, which was not asked for');
    return { message: first?.message, status };
  }

  #failureOf(error: unknown): Failure {
    const { encrypted } = this.#question;
    const { resetCode, goneAway } = this.#request?.end ?? {};
    return callFailure(error, { encrypted, resetCode, goneAway });
  }
}
