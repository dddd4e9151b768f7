import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

/** An OpenID provider (oidc-provider) where everybody is Ada, who agrees to everything. */
export interface OpenIdProvider {
  readonly url: string;
  /** As the client `svcmon` is registered with. */
  readonly redirectUrl: string;
  /** Where a browser that is sent to `redirectUrl` goes on: what is tested listens at a port that is known later. */
  sendBackTo(url: string): void;
  /** Where a browser was sent last. */
  lastSentTo(): string;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const redirectUrl = `${url}/sent-back`;
  const provider = providerAt(url, redirectUrl);
  const answer = provider.callback();
  let target = '';
  let last = '';
  server.on('request', async (request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/sent-back')) {
      last = `${target}${path.slice('/sent-back'.length)}`;
      return void response.writeHead(302, { location: last }).end();
    }
    if (!path.startsWith('/interaction/')) return void answer(request, response);
    const { prompt, params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: 'ada', clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const consent = prompt.name === 'consent' ? { consent: { grantId: await grant.save() } } : {};
    const login = prompt.name === 'login' ? { login: { accountId: 'ada' } } : {};
    await provider.interactionFinished(request, response, { ...login, ...consent });
  });
  let isStopped = false;
  return {
    url,
    redirectUrl,
    sendBackTo: (next) => {
      target = next;
    },
    lastSentTo: () => last,
    async stop() {
      if (isStopped) return;
      isStopped = true;
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

function providerAt(issuer: string, redirectUrl: string): Provider {
  const client = { client_id: 'svcmon', client_secret: 'the-secret-of-the-client', redirect_uris: [redirectUrl] };
  return new Provider(issuer, {
    clients: [{ ...client, application_type: 'native', token_endpoint_auth_method: 'client_secret_basic' }],
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'], profile: ['name'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: `${id}@shop.example`, email_verified: true, groups: ['people'] }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['of no use to these tests'] },
    features: { devInteractions: { enabled: false } },
  });
}
