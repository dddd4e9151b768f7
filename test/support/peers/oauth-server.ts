import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider, { type ClientMetadata } from 'oidc-provider';

/** An OAuth 2.0 server (oidc-provider) and an API that lets in who has a token of it. */
export interface OAuthServer {
  /** The issuer, without a trailing slash. */
  readonly url: string;
  /** Every access token that was handed out, in that order. */
  readonly tokens: readonly IssuedToken[];
  /** Takes back every token. */
  revokeAll(): Promise<void>;
  stop(): Promise<void>;
}

export interface IssuedToken {
  readonly value: string;
  readonly clientId: string | undefined;
  readonly scope: string | undefined;
  readonly audience: string | string[] | undefined;
}

export interface OAuthServerOptions {
  readonly clients: readonly ClientMetadata[];
  /** By client, in PEM form: the public half is what it is known by. */
  readonly privateKeys?: Readonly<Record<string, string>>;
  /** How long a token is valid, s. */
  readonly lifetimeS?: number;
}

/** Starts the server on a free port of 127.0.0.1; the API is below `/api` and answers with what it knows of the token. */
export async function startOAuthServer(options: OAuthServerOptions): Promise<OAuthServer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const provider = providerAt(url, options);
  const tokens: IssuedToken[] = [];
  provider.on('client_credentials.saved', ({ jti, clientId, scope, aud }) => {
    tokens.push({ value: jti, clientId, scope, audience: aud });
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/api')) return void answer(request, response);
    const [, value = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    const token = await provider.ClientCredentials.find(value);
    if (token === undefined || token.isExpired) return void response.writeHead(401).end(`not let in: ${value}`);
    const { clientId, scope = '', aud = '' } = token;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ clientId, scope, aud }));
  });
  return {
    url,
    tokens,
    async revokeAll() {
      for (const { value } of tokens) await (await provider.ClientCredentials.find(value))?.destroy();
    },
    async stop() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

function providerAt(issuer: string, { clients, privateKeys = {}, lifetimeS = 600 }: OAuthServerOptions): Provider {
  return new Provider(issuer, {
    clients: clients.map((client) => ({
      ...client,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      ...keysOf(privateKeys[client.client_id]),
    })),
    scopes: ['read', 'write'],
    ttl: { ClientCredentials: lifetimeS },
    cookies: { keys: ['of no use to these tests'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({ scope: 'read write', audience: resource }),
      },
    },
  });
}

function keysOf(pem: string | undefined): Pick<ClientMetadata, 'jwks'> {
  return pem === undefined ? {} : { jwks: { keys: [createPublicKey(pem).export({ format: 'jwk' })] } };
}
