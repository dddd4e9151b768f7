import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { Agent, get as getTls } from 'node:https';
import { createSecureContext, TLSSocket } from 'node:tls';

/** The baseline: node:http over a fresh connection with the body read. Resolves with the time it took, ms. */
export function askHttp(url: string): () => Promise<number> {
  return () =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      get(url, { agent: false }, (response) => readBody(response, () => resolve(performance.now() - startedAt))).on(
        'error',
        reject,
      );
    });
}

/** The same with node:https, one trust configuration for all requests, and the certificate chain looked at. */
export function askHttps(url: string, caFile: string): () => Promise<number> {
  const secureContext = createSecureContext({ ca: readFileSync(caFile) });
  const agent = new Agent({ keepAlive: false, maxCachedSessions: 0, secureContext });
  return () =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      getTls(url, { agent }, (response) => {
        const { socket } = response;
        if (!(socket instanceof TLSSocket) || socket.getPeerCertificate(true).raw.length === 0)
          reject(new Error('no certificate'));
        readBody(response, () => resolve(performance.now() - startedAt));
      }).on('error', reject);
    });
}

function readBody(response: IncomingMessage, done: () => void): void {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    body += chunk;
  });
  response.on('end', () => {
    if (response.statusCode !== 200 || body === '') throw new Error(`answered ${response.statusCode}`);
    done();
  });
}
