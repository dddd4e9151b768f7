// Stands in for nginx: answers a small JSON document over HTTP and HTTPS, and prints both ports as a JSON list.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const [, , certFile = '', keyFile = ''] = process.argv;
const answer: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"pass"}');
};

const servers = [
  createServer(answer),
  createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, answer),
];
console.log(JSON.stringify(await Promise.all(servers.map(portOf))));

async function portOf(server: Pick<Server, 'listen' | 'address' | 'once'>): Promise<number> {
  server.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 });
  await once(server as Server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}
