import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Identity } from './tls-certificates.ts';

export interface ConnectProxy {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Request lines with their Proxy-Authorization, in the order they came. */
  readonly asked: readonly string[];
}

interface ProxyOptions {
  /** The status that everything is answered with. */
  readonly refuse?: number;
  /** It is spoken to over TLS. */
  readonly identity?: Identity;
}

/** Starts an HTTP proxy on a loopback port that passes on whatever it is asked, unless it refuses. It ends with the test. */
export async function startConnectProxy({ refuse, identity }: ProxyOptions = {}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const note = ({ method, url, headers }: IncomingMessage) => {
    asked.push([method, url, headers['proxy-authorization']].filter(Boolean).join(' '));
  };
  const tunnels: Duplex[] = [];
  const forward: RequestListener = (question, answer) => {
    note(question);
    if (refuse !== undefined) {
      answer.writeHead(refuse).end();
      return;
    }
    const { method, url = '', headers } = question;
    request(url, { method, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    }).end();
  };
  const server = identity === undefined ? createServer(forward) : createHttpsServer(identity, forward);
  server.on('connect', (question, client) => {
    note(question);
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const [host = '', port] = String(question.url).split(':');
    const target = connect(Number(port), host, () => client.write('HTTP/1.1 200 Connected\r\n\r\n'));
    tunnels.push(client, target);
    client.on('error', () => target.destroy());
    target.on('error', () => client.destroy());
    client.pipe(target).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    // A tunnel no longer counts as one of the server's connections.
    for (const end of tunnels) end.destroy();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return { host: `127.0.0.1:${address.port}`, asked };
}
