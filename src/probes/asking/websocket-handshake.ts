import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Failure } from '../../domain/failure.ts';
import type { PartialObservation } from '../../domain/observation.ts';
import type { Attempt } from '../../http/attempt.ts';
import { joinHeaders } from '../../http/headers.ts';
import { handshakeFailure, refusedHandshake } from './websocket-failure.ts';
import { WebSocketTalk } from './websocket-talk.ts';

/** Of the `ws` package, which takes longer to load than a visit. */
export type WebSocketClass = typeof import('ws').WebSocket;

/** An opening handshake (RFC 6455 §4) over a connection that serves nothing else. */
export interface Handshake {
  readonly WebSocket: WebSocketClass;
  readonly socket: Socket;
  readonly encrypted: boolean;
  /** Without userinfo. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocols: readonly string[];
  readonly origin?: string | undefined;
  /** Whether the headers hold credentials. */
  readonly proven: boolean;
}

// Node.js's own default, made independent of its command line.
const maxHeaderSize = 16_384;
const mostInterim = 100;
const tooManyInterim = { code: 'HPE_HEADER_OVERFLOW' } as const;
// Of one message, also a compressed one.
const maxMessageBytes = 1_048_576;
// As much of a refusal as evidence shows.
const maxRefusalBytes = 10_000;

/**
 * Opens a WebSocket. Status, headers and subprotocol of the answer become facts of the attempt. Rejects with a Failure, for a
 * refusal with the beginning of its body; the connection is then closed.
 */
export function shakeHands(handshake: Handshake, attempt: Attempt): Promise<WebSocketTalk> {
  const { WebSocket, socket, encrypted, url, headers, subprotocols, origin } = handshake;
  attempt.enter('send', 'sending the handshake');
  return attempt.run<WebSocketTalk>((resolve, reject) => {
    const fail = (failure: Failure) => {
      socket.destroy();
      reject(failure);
    };
    const failWith = (error: unknown) => fail(handshakeFailure(error, { encrypted }));
    const options = {
      createConnection: () => socket,
      finishRequest: (request: ClientRequest) => send(request, { attempt, failWith }),
      headers,
      maxHeaderSize,
      maxPayload: maxMessageBytes,
      ...(origin !== undefined && { origin }),
    };
    const webSocket = new WebSocket(url, [...subprotocols], options);
    const talk = new WebSocketTalk(webSocket, attempt);
    webSocket.on('error', failWith);
    webSocket.on('upgrade', (answer) => {
      attempt.learn(factsOf(answer));
    });
    webSocket.on('unexpected-response', (_request, answer) => readRefusal(answer, { handshake, attempt, fail }));
    webSocket.on('open', () => {
      attempt.timer.stop();
      resolve(talk);
    });
    return () => webSocket.terminate();
  });
}

interface Sending {
  readonly attempt: Attempt;
  readonly failWith: (error: unknown) => void;
}

function send(request: ClientRequest, { attempt, failWith }: Sending): void {
  let interim = 0;
  request.on('information', () => {
    interim += 1;
    if (interim > mostInterim) failWith(tooManyInterim);
  });
  request.on('finish', () => attempt.enter('wait', 'waiting for the answer to the handshake'));
  request.end();
}

function factsOf({ statusCode = 0, statusMessage = '', httpVersion, rawHeaders }: IncomingMessage): PartialObservation {
  const headers = joinHeaders(rawHeaders);
  const subprotocol = headers['sec-websocket-protocol'];
  return {
    statusCode,
    statusText: statusMessage,
    httpVersion,
    headers,
    ...(subprotocol !== undefined && { details: { subprotocol } }),
  };
}

interface Refusing {
  readonly handshake: Handshake;
  readonly attempt: Attempt;
  readonly fail: (failure: Failure) => void;
}

function readRefusal(answer: IncomingMessage, { handshake: { proven }, attempt, fail }: Refusing): void {
  attempt.enter('receive', 'receiving the refusal of the handshake');
  const facts = factsOf(answer);
  attempt.learn(facts);
  const chunks: Buffer[] = [];
  const refuse = () => {
    const body = Buffer.concat(chunks).subarray(0, maxRefusalBytes).toString('utf8');
    fail(refusedHandshake({ ...facts, body }, { proven }));
  };
  let received = 0;
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    received += chunk.length;
    if (received >= maxRefusalBytes) refuse();
  });
  // A body that breaks off changes nothing about the refusal.
  answer.on('error', refuse);
  answer.on('end', refuse);
}
