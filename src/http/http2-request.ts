import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { Socket } from 'node:net';
import { Failure } from '../domain/failure.ts';

/** A request over a connection that serves nothing else. */
export interface Http2Question {
  readonly socket: Socket;
  /** Pseudo-header fields and fields, complete but for what Node.js derives from them. */
  readonly head: OutgoingHttpHeaders;
  readonly body?: Uint8Array | undefined;
}

/** How a request over HTTP/2 came to its end. */
export interface Http2End {
  /** By which the request was reset while the connection went on (RFC 9113 §6.4); undefined where it was not. */
  readonly resetCode: number | undefined;
  /** By which the server announced the end of the connection (RFC 9113 §6.8); undefined where it did not. */
  readonly goneAway: number | undefined;
}

// By default 128, which an honest answer may exceed; what bounds them is how long they are together.
const maxHeaderListPairs = 4_096;
// One connection for one request needs a handful.
const mostControlFrames = 1_000;

/** Sends one request (RFC 9113) and owns its connection: whatever comes of it, `close` lets go of everything. */
export class Http2Request {
  readonly stream: ClientHttp2Stream;
  readonly #session: ClientHttp2Session;
  readonly #socket: Socket;
  readonly #isComplete: () => boolean;
  #goneAway: number | undefined;
  #controlFrames = 0;

  /** `over` hears, perhaps more than once, that nothing more will come, and why if that is an error. */
  constructor({ socket, head, body }: Http2Question, over: (error?: unknown) => void) {
    this.#socket = socket;
    // The address is of no account beside a socket that is connected, but asked for.
    this.#session = connect('http://localhost', {
      createConnection: () => socket,
      settings: { enablePush: false },
      maxHeaderListPairs,
    });
    const count = () => {
      this.#controlFrames += 1;
      if (this.#controlFrames === mostControlFrames) over(flood());
    };
    this.#session.on('error', over);
    this.#session.on('ping', count);
    this.#session.on('remoteSettings', count);
    this.#session.on('goaway', (code) => {
      this.#goneAway = code;
    });
    this.stream = this.#session.request(head, { endStream: body === undefined });
    this.#isComplete = watchEnd(this.stream);
    this.stream.on('error', over);
    this.stream.on('close', () => over());
    if (body !== undefined) this.stream.end(body);
  }

  /** Whether the server itself has said that its answer is complete. */
  get complete(): boolean {
    return this.#isComplete();
  }

  get end(): Http2End {
    const resetCode = this.#session.destroyed ? undefined : this.stream.rstCode;
    return { resetCode, goneAway: this.#goneAway };
  }

  close(): void {
    // An error that comes after the end is of no interest, but must not end the process.
    this.#session.on('error', () => undefined);
    this.stream.on('error', () => undefined);
    this.#session.destroy();
    this.#socket.destroy();
  }
}

/**
 * Tells an answer that the server has ended (END_STREAM) from one that it reset with NO_ERROR, or that broke off: Node.js ends
 * the body of all three alike, but only in the first case before the stream counts as closed.
 */
function watchEnd(stream: ClientHttp2Stream): () => boolean {
  const push = stream.push.bind(stream);
  let complete = false;
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk === null && !stream.closed) complete = true;
    return push(chunk, encoding);
  };
  return () => complete;
}

function flood(): Failure {
  return new Failure('bad_response', `the server sends control frames without end (${mostControlFrames} until now)`);
}

/** Header fields as names and values by turns, repeated ones each on its own where Node.js tells them apart; without pseudo-header fields. */
export function fieldsOf(headers: IncomingHttpHeaders): readonly string[] {
  return Object.entries(headers).flatMap(([name, value = '']) =>
    name.startsWith(':') ? [] : [value].flat().flatMap((one) => [name, one]),
  );
}
