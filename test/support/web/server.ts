import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { openAssets } from '../../../src/api/assets.ts';
import { answerFor, type Question, type Reply, type World } from './answers.ts';

/** A server that serves the built dashboard and a world that the test makes up, with the headers of the real one. */
export interface WebServer {
  /** With the base path and a slash at its end. */
  readonly url: string;
  /** What the answers are made from; the test may change it at any time. */
  readonly world: World;
  /** Every request that changes something, oldest first. */
  readonly changes: readonly Change[];
  /** How many follow the events. */
  followers(): number;
  /** Tells of something that happened. */
  publish(event: string, data: unknown): void;
  /** Ends every stream of events. */
  cut(): void;
  /** Answers nothing any more, until `start`. */
  stop(): Promise<void>;
  /** Answers again, at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface Change {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
}

/** Serves a built dashboard on a free port of the loopback address. */
export async function startWebServer({
  folder,
  world,
  basePath = '',
  answerTo = answerFor,
}: {
  readonly folder: string;
  readonly world: World;
  readonly basePath?: string;
  /** What is answered to a request to the API. */
  readonly answerTo?: (world: World, question: Question) => Reply;
}): Promise<WebServer> {
  const assets = await openAssets({ folder, basePath });
  const streams = new Set<ServerResponse>();
  const changes: Change[] = [];
  let lastId = 100;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : undefined;
    if (path === undefined) {
      response.writeHead(404).end();
    } else if (path === '/api/v1/events') {
      follow(request, response);
    } else if (path.startsWith('/api/')) {
      void answer(request, response, path.slice('/api/v1'.length), url.searchParams);
    } else {
      const found = assets.find({ path, encodings: request.headers['accept-encoding'] });
      response.writeHead(found?.status ?? 404, found?.headers).end(found?.body);
    }
  });

  function follow(request: IncomingMessage, response: ServerResponse): void {
    if (world.refuses || world.streams === 'refused') {
      response.writeHead(world.refuses ? 401 : 503).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`retry: 2000\nid: ${lastId}\n\n`);
    const known = request.headers['last-event-id'];
    if (known !== undefined && Number(known) < lastId) response.write(`id: ${lastId}\nevent: resync\ndata: {}\n\n`);
    streams.add(response);
    response.once('close', () => streams.delete(response));
  }

  async function answer(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams) {
    const body = await bodyOf(request);
    const method = request.method ?? 'GET';
    if (method !== 'GET') changes.push({ method, path, body, ifMatch: request.headers['if-match'] });
    if (world.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, world.delayMs));
    const { status, document, headers = {} } = answerTo(world, { method, path, query, body });
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
    response.end(
      typeof document === 'string' ? document : document === undefined ? undefined : JSON.stringify(document),
    );
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}${basePath}/`,
    world,
    changes,
    followers: () => streams.size,
    publish(event, data) {
      lastId += 1;
      for (const stream of streams) stream.write(`id: ${lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    cut() {
      for (const stream of streams) stream.destroy();
    },
    stop,
    async start() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    async close() {
      if (server.listening) await stop();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  return text === '' ? undefined : JSON.parse(text);
}
