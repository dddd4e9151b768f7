// The baseline of the API: answers every request with the bytes of a file and these headers, and prints its port.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [, , file = '', headers = '{}'] = process.argv;
const body = readFileSync(file);
const fields = { ...JSON.parse(headers), 'content-length': body.length };
const server = createServer((_request, response) => response.writeHead(200, fields).end(body));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
console.log(address !== null && typeof address === 'object' ? address.port : 0);
