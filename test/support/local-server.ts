import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A question that a local server was asked, with its whole body. */
export interface AskedQuestion {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server of our own on loopback. */
export interface LocalServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** In the order they came. */
  readonly asked: readonly AskedQuestion[];
  stop(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1 that notes each question, then answers it. */
export async function startLocalServer(
  answer: (question: AskedQuestion, response: ServerResponse) => void,
): Promise<LocalServer> {
  const asked: AskedQuestion[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const question = { method, url, headers, body: await text(request) };
    asked.push(question);
    answer(question, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
