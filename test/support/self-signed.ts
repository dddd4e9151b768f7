import { once } from 'node:events';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';

/** An HTTPS server on loopback that nobody trusts. */
export interface HttpsServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server with a certificate of its own on a free port; it answers 200 to everything. */
export async function startSelfSigned(): Promise<HttpsServer> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
  const server = createServer({ key, cert }, (_request, response) => response.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `https://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
