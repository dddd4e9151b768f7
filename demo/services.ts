import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { createCertificates } from './certificates.ts';
import { closeServer, listenLocally } from './listen.ts';
import { createRandom } from './random.ts';

/** The running services of the demo. */
export interface DemoServices {
  /** The variables that config/demo.yaml refers to. */
  readonly environment: Readonly<Record<string, string>>;
  /** From now on the checkout answers with status 503. */
  breakCheckout(): void;
  mendCheckout(): void;
  stop(): Promise<void>;
}

const password = 'correct horse battery staple';

/** Starts the services of the demo on free ports of 127.0.0.1; the demo's certificate authority is written into the folder. */
export async function startServices(folder: string): Promise<DemoServices> {
  const { authority, certificate, key } = await createCertificates({ daysLeft: 3 });
  const authorityFile = join(folder, 'demo-ca.pem');
  await writeFile(authorityFile, authority);

  const state: ShopState = { isCheckoutBroken: false, delay: createDelays() };
  const http = createHttpServer((request, response) => answer(request, response, state));
  const https = createHttpsServer({ cert: certificate, key }, (_request, response) => {
    setTimeout(() => response.end('Welcome to the shop'), state.delay(60));
  });
  const tcp = createTcpServer((socket) => socket.on('error', () => socket.destroy()).resume());
  const [httpPort, httpsPort, tcpPort] = await Promise.all([http, https, tcp].map((each) => listenLocally(each)));

  return {
    environment: {
      DEMO_HTTP: `http://127.0.0.1:${httpPort}`,
      DEMO_HTTPS: `https://127.0.0.1:${httpsPort}`,
      DEMO_TCP_PORT: String(tcpPort),
      DEMO_CA: authorityFile,
      DEMO_PASSWORD: password,
    },
    breakCheckout() {
      state.isCheckoutBroken = true;
    },
    mendCheckout() {
      state.isCheckoutBroken = false;
    },
    async stop() {
      http.closeAllConnections();
      https.closeAllConnections();
      await Promise.all([http, https, tcp].map(closeServer));
    },
  };
}

interface ShopState {
  isCheckoutBroken: boolean;
  /** How long an answer takes that usually takes so long, ms. */
  delay(usualMs: number): number;
}

/** As answers of real services: mostly near the usual, at times much longer; the same in every run. */
function createDelays(): ShopState['delay'] {
  const random = createRandom(7);
  return (usualMs) => usualMs * (0.75 + 0.5 * random() + (random() < 0.04 ? 1.5 * random() : 0));
}

type Answer = (request: IncomingMessage, response: ServerResponse, state: ShopState) => void;

const answers: Readonly<Record<string, Answer>> = {
  '/health': (_request, response, { delay }) => {
    const report = { status: 'pass', version: '4.2.0', queue: { depth: 12 } };
    setTimeout(() => sendJson(response, 200, report), delay(35));
  },
  '/checkout': (_request, response, { isCheckoutBroken, delay }) => {
    if (isCheckoutBroken) sendJson(response, 503, { error: 'the basket store does not answer' });
    else setTimeout(() => sendJson(response, 200, { open: true }), delay(90));
  },
  '/back-office': (request, response, { delay }) => {
    const wanted = `Basic ${Buffer.from(`demo:${password}`).toString('base64')}`;
    if (request.headers.authorization === wanted) setTimeout(() => sendJson(response, 200, { orders: 3 }), delay(120));
    else response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="back office"' }).end();
  },
  '/search': (_request, response, { delay }) => {
    setTimeout(() => sendJson(response, 200, { hits: [] }), delay(480));
  },
  '/payments': (_request, response) => sendJson(response, 500, { error: 'no connection to the ledger' }),
  // Never answered: only the caller's timeout ends it.
  '/legacy-report': () => undefined,
};

function answer(request: IncomingMessage, response: ServerResponse, state: ShopState): void {
  const { pathname } = new URL(request.url ?? '/', 'http://demo');
  const found = answers[pathname];
  if (found) found(request, response, state);
  else response.writeHead(404).end();
}

function sendJson(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
