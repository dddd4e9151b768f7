import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2';
import type { Socket } from 'node:net';
import { Failure } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
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
  #session: ClientHttp2Session | undefined;
  #stream: ClientHttp2Stream | undefined;
  #goneAway: number | undefined;

  constructor(question: GrpcCall, attempt: Attempt) {
    this.#question = question;
    this.#attempt = attempt;
  }

  start(resolve: (reply: GrpcReply) => void, reject: (failure: Failure) => void): void {
    this.#attempt.enter('send', 'sending the call');
    const session = this.#open();
    const stream = session.request(this.#head());
    this.#session = session;
    this.#stream = stream;
    const settle = (reply: GrpcReply | Failure | undefined) => {
      if (reply instanceof Failure) reject(reply);
      else if (reply !== undefined) resolve(reply);
    };
    const end = (error?: unknown) => settle(this.#end(error));
    session.on('error', end);
    session.on('goaway', (code) => {
      this.#goneAway = code;
    });
    stream.on('finish', () => this.#attempt.enter('wait', 'waiting for the answer to the call'));
    stream.on('response', (headers) => settle(this.#begin(headers)));
    stream.on('data', (chunk: Buffer) => settle(this.#take(chunk)));
    stream.on('trailers', (trailers) => this.#learn(trailers));
    stream.on('error', end);
    stream.on('close', () => end());
    stream.end(framed(this.#question.message));
  }

  close(): void {
    // An error that comes after the end is of no interest, but must not end the process.
    this.#session?.on('error', () => undefined);
    this.#stream?.on('error', () => undefined);
    this.#session?.destroy();
    this.#question.socket.destroy();
  }

  #open(): ClientHttp2Session {
    const { socket, encrypted, authority } = this.#question;
    return connect(`${encrypted ? 'https' : 'http'}://${authority}`, {
      createConnection: () => socket,
      settings: { enablePush: false },
    });
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
    const named = Object.entries(fields).filter(([name]) => !name.startsWith(':'));
    const joined = named.map(([name, value = '']) => [name, [value].flat().join(', ')]);
    this.#fields = { ...this.#fields, ...Object.fromEntries(joined) };
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
    const resetCode = this.#session?.destroyed === true ? undefined : this.#stream?.rstCode;
    return callFailure(error, { encrypted, resetCode, goneAway: this.#goneAway });
  }
}
