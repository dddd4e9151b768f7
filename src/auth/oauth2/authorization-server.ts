import {
  type AuthorizationServer,
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  JSON_ATTRIBUTE_COMPARISON,
  OperationProcessingError,
  processDiscoveryResponse,
} from 'oauth4webapi';
import { Failure } from '../../domain/failure.ts';
import type { LoginContext } from '../tokens/login.ts';
import { loginRefused } from '../tokens/login-failure.ts';
import { fetchThrough } from './fetch-through.ts';
import type { OAuth2Options } from './oauth2-options.ts';

/** What has to be known of the server that hands out tokens. */
export interface TokenServer extends AuthorizationServer {
  readonly token_endpoint: string;
}

/** The server of the options, asked for its metadata where no token endpoint is configured. Rejects with a Failure. */
export async function tokenServer(
  { token_url, issuer = token_url ?? '' }: OAuth2Options,
  context: LoginContext,
): Promise<TokenServer> {
  // Where nothing else is known, assertions are for the endpoint itself (RFC 7523 §3).
  if (token_url !== undefined) return { issuer, token_endpoint: token_url };
  const server = await metadataOf(issuer, context);
  const { token_endpoint: endpoint } = server;
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) throw loginRefused(issuer, 'names no token endpoint');
  const allowed = new URL(issuer).protocol === 'https:' ? ['https:'] : ['http:', 'https:'];
  if (!allowed.includes(new URL(endpoint).protocol)) {
    throw loginRefused(issuer, `names a token endpoint that is not ${allowed.join(' or ').replaceAll(':', '')}`);
  }
  return { ...server, token_endpoint: endpoint };
}

// OpenID Connect Discovery 1.0 §4, then RFC 8414 §3.
const wellKnown = ['oidc', 'oauth2'] as const;

async function metadataOf(issuer: string, { ask }: LoginContext): Promise<AuthorizationServer> {
  const statusCodes: number[] = [];
  for (const algorithm of wellKnown) {
    const response = await discoveryRequest(new URL(issuer), {
      algorithm,
      [customFetch]: fetchThrough(ask),
      [allowInsecureRequests]: true,
    });
    statusCodes.push(response.status);
    if (response.status === 200) return await processed(issuer, response);
  }
  throw loginRefused(issuer, `answered ${statusCodes.join(' and ')} where its metadata should be`);
}

async function processed(issuer: string, response: Response): Promise<AuthorizationServer> {
  try {
    return await processDiscoveryResponse(new URL(issuer), response);
  } catch (error) {
    if (error instanceof Failure || !(error instanceof OperationProcessingError)) throw error;
    const other = error.code === JSON_ATTRIBUTE_COMPARISON;
    throw loginRefused(issuer, other ? 'has the metadata of another issuer' : 'has metadata that are none');
  }
}
