import { createServer as createHttpsServer } from 'node:https';
import { createServer, type TlsOptions } from 'node:tls';
import { type Fault, listenUntilTestEnds, misbehave } from './fault-server.ts';

/** A server on 127.0.0.1 that speaks HTTPS. It ends with the test. */
export interface HttpsServer {
  readonly port: number;
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  /** The names that clients asked for (SNI); `false` for none. */
  readonly serverNames: readonly string[];
  /** As in `GET localhost /`: method, Host and path. */
  readonly requests: readonly string[];
}

/** Starts a server that answers every request with `ok`. */
export async function startHttpsServer(options: TlsOptions): Promise<HttpsServer> {
  const serverNames: string[] = [];
  const requests: string[] = [];
  const server = createHttpsServer(options, ({ method, headers, url }, response) => {
    requests.push(`${method} ${headers.host} ${url}`);
    response.end('ok');
  });
  server.on('secureConnection', ({ servername }) => serverNames.push(String(servername)));
  const { port } = await listenUntilTestEnds(server);
  return { port, url: `https://127.0.0.1:${port}`, serverNames, requests };
}

/** Starts a server that does the handshake, then this to the connection; as a rule nothing. */
export async function startTlsServer(options: TlsOptions, fault: Fault = () => undefined) {
  const server = createServer(options, (socket) => misbehave(socket, [], fault));
  // A handshake that fails is what these tests are about.
  server.on('tlsClientError', () => undefined);
  const { port } = await listenUntilTestEnds(server);
  return { port, url: `https://127.0.0.1:${port}` };
}
