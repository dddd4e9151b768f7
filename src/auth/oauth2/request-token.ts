import {
  allowInsecureRequests,
  type ClientAuth,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
} from 'oauth4webapi';
import { Secret } from '../../domain/secret.ts';
import type { Session } from '../sessions.ts';
import type { LoginContext } from '../tokens/login.ts';
import { loginRefused } from '../tokens/login-failure.ts';
import { type TokenServer, tokenServer } from './authorization-server.ts';
import { clientAuthentication } from './client-authentication.ts';
import { fetchThrough } from './fetch-through.ts';
import type { OAuth2Options } from './oauth2-options.ts';
import { refusalOf } from './refusal.ts';

/** Asks for an access token with client credentials (RFC 6749 §4.4). Rejects with a Failure. */
export async function requestToken(options: OAuth2Options, context: LoginContext): Promise<Session> {
  const askedAt = context.clock.now();
  const authentication = await clientAuthentication(options);
  const server = await tokenServer(options, context);
  const { access_token: token, expires_in: seconds } = await grantedBy(server, { options, authentication, context });
  if (!fitsHeader(token))
    throw loginRefused(server.token_endpoint, 'answered 200, but with an access_token that no header can carry');
  return seconds === undefined ? { token } : { token, expiresAt: askedAt + seconds * 1_000 };
}

/** Visible ASCII characters (RFC 6750 §2.1 allows fewer), and no more than servers take of headers as a rule. */
function fitsHeader(token: string): boolean {
  return /^[!-~]{1,16384}$/.test(token);
}

interface Asking {
  readonly options: OAuth2Options;
  readonly authentication: ClientAuth;
  readonly context: LoginContext;
}

async function grantedBy(server: TokenServer, { options, authentication, context }: Asking) {
  const client = { client_id: options.client_id };
  const sent = new Set<string>();
  const noting: ClientAuth = async (as, of, body, headers) => {
    await authentication(as, of, body, headers);
    for (const value of body.getAll('client_assertion')) sent.add(value);
  };
  const response = await clientCredentialsGrantRequest(server, client, noting, parametersOf(options), {
    [customFetch]: fetchThrough(context.ask),
    // Whoever has configured http has said so; a downgrade by metadata was refused before.
    [allowInsecureRequests]: true,
  });
  const { status } = response;
  try {
    return await processClientCredentialsResponse(server, client, response, { recognizedTokenTypes });
  } catch (error) {
    throw refusalOf(error, { url: server.token_endpoint, statusCode: status, secrets: [...sent] });
  }
}

// What Apigee calls a bearer token.
const recognizedTokenTypes = { bearertoken: () => undefined };

function parametersOf({ scope = [], audience = [], resource = [], params = {} }: OAuth2Options): URLSearchParams {
  const parameters = new URLSearchParams();
  if (scope.length > 0) parameters.set('scope', scope.join(' '));
  for (const value of audience) parameters.append('audience', value);
  for (const value of resource) parameters.append('resource', value);
  for (const [name, value] of Object.entries(params)) {
    parameters.set(name, value instanceof Secret ? value.reveal() : value);
  }
  return parameters;
}
