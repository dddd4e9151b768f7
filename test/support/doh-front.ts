import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { IssuedCertificate } from './peers/certificates.ts';

/** A DoH server (RFC 8484) on a port of 127.0.0.1. */
export interface DohFront {
  readonly url: string;
  stop(): Promise<void>;
}

const path = '/dns-query';

/** Starts a DoH server that hands every question to the DNS server on a port of 127.0.0.1, and its answers back, byte by byte. */
export async function startDohFront(dnsPort: number, { certFile, keyFile }: IssuedCertificate): Promise<DohFront> {
  const identity = { cert: await readFile(certFile), key: await readFile(keyFile) };
  const server = createServer(identity, (request, response) => {
    void relay(request, response, dnsPort);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}${path}`,
    async stop() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

async function relay(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
  if (request.url !== path) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('nothing here');
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/dns-message') {
    response.writeHead(415).end();
    return;
  }
  const socket = createSocket('udp4');
  socket.send(Buffer.concat(chunks), port, '127.0.0.1');
  const [answer] = await once(socket, 'message');
  socket.close();
  response.writeHead(200, { 'Content-Type': 'application/dns-message' }).end(answer);
}
