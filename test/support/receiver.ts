import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** What a receiver got. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on a loopback port that keeps what it receives. */
export interface Receiver {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly received: readonly Received[];
}

export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts a receiver that gives the nth request, from 0, its answer and hangs where there is none. It ends with the test. */
export async function startReceiver(
  answerTo: (index: number, request: Received) => Answer | undefined,
): Promise<Receiver> {
  const received: Received[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    const question = { method, path, headers, body: Buffer.concat(chunks).toString() };
    const answer = answerTo(received.length, question);
    received.push(question);
    if (answer !== undefined) response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
  };
  const server = createServer((request, response) => {
    // A client that gives up in the middle of its request is none of the receiver's business.
    respond(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return { url: `http://127.0.0.1:${address.port}`, received };
}
