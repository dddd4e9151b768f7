import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createCertificates } from './certificates.ts';

/** The running services of the demo. */
export interface DemoServices {
  /** The variables that config/demo.yaml refers to. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const password = 'correct horse battery staple';

/** Starts the services of the demo on free ports of 127.0.0.1; the demo's certificate authority is written into the folder. */
export async function startServices(folder: string): Promise<DemoServices> {
  const { authority, certificate, key } = await createCertificates({ daysLeft: 3 });
  const authorityFile = join(folder, 'demo-ca.pem');
  await writeFile(authorityFile, authority);

  const http = createHttpServer((request, response) => void answer(request, response));
  const https = createHttpsServer({ cert: certificate, key }, (_request, response) =>
    response.end('Welcome to the shop'),
  );
  const tcp = createTcpServer((socket) => socket.on('error', () => socket.destroy()).resume());
  const [httpPort, httpsPort, tcpPort] = await Promise.all([listen(http), listen(https), listen(tcp)]);

  return {
    environment: {
      DEMO_HTTP: `http://127.0.0.1:${httpPort}`,
      DEMO_HTTPS: `https://127.0.0.1:${httpsPort}`,
      DEMO_TCP_PORT: String(tcpPort),
      DEMO_CA: authorityFile,
      DEMO_PASSWORD: password,
    },
    async stop() {
      http.closeAllConnections();
      https.closeAllConnections();
      await Promise.all([close(http), close(https), close(tcp)]);
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const answers: Readonly<Record<string, Answer>> = {
  '/health': (_request, response) =>
    sendJson(response, 200, { status: 'pass', version: '4.2.0', queue: { depth: 12 } }),
  '/back-office': (request, response) => {
    const wanted = `Basic ${Buffer.from(`demo:${password}`).toString('base64')}`;
    if (request.headers.authorization === wanted) sendJson(response, 200, { orders: 3 });
    else response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="back office"' }).end();
  },
  '/search': (_request, response) => {
    setTimeout(() => sendJson(response, 200, { hits: [] }), 450);
  },
  '/payments': (_request, response) => sendJson(response, 500, { error: 'no connection to the ledger' }),
  // Never answered: only the caller's timeout ends it.
  '/legacy-report': () => undefined,
};

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://demo');
  const found = answers[pathname];
  if (found) found(request, response);
  else response.writeHead(404).end();
}

function sendJson(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
