import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type ClientAuth,
  ClientSecretBasic,
  calculatePKCECodeChallenge,
  customFetch,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  getValidatedIdTokenClaims,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processUserInfoResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';
import { fetchThrough } from '../../auth/oauth2/fetch-through.ts';
import type { OidcSettings } from '../../config/config.ts';
import type { Clock } from '../../domain/clock.ts';
import type { HttpClient } from '../../http/client.ts';
import { type Claims, nameIn, scopeOf } from './claims.ts';
import type { Person } from './sessions.ts';

/** Logging in at an OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636). */
export interface OidcLogin {
  /**
   * Where the browser has to go, and the state by which it is known again; `returnTo` is a path that it is to come back to.
   * Rejects where the provider cannot be asked.
   */
  begin(returnTo: string): Promise<{ readonly url: string; readonly state: string }>;
  /** The path of `begin` that a state stands for; undefined where it stands for none, or not any more. */
  returnTo(state: string | undefined): string | undefined;
  /** Who came back; undefined where nobody is let in by that. Rejects where the provider says something else than it should. */
  finish(callback: OidcCallback): Promise<Person | undefined>;
}

export interface OidcCallback {
  /** The query that the browser came back with. */
  readonly query: URLSearchParams;
  /** That of the browser's cookie: who was not sent away from here is not let in. */
  readonly state: string | undefined;
}

export interface OidcParts {
  readonly settings: OidcSettings;
  readonly http: HttpClient;
  readonly clock: Clock;
}

interface Pending {
  readonly verifier: string;
  readonly nonce: string;
  readonly returnTo: string;
  readonly untilMs: number;
}

const answersWithinMs = 10_000;
const lastsMs = 600_000;
const mostPending = 1_000;

/** Asks the provider of these settings; what it says of itself is read once it is needed. */
export function createOidcLogin(parts: OidcParts): OidcLogin {
  const { settings, clock } = parts;
  const pending = new Map<string, Pending>();
  return {
    async begin(returnTo) {
      const { authorization_endpoint: endpoint } = await metadataOf(parts);
      if (endpoint === undefined) throw new Error('the provider names no authorization endpoint');
      const [state, nonce, verifier] = [generateRandomState(), generateRandomNonce(), generateRandomCodeVerifier()];
      pending.set(state, { verifier, nonce, returnTo, untilMs: clock.monotonic() + lastsMs });
      const [oldest] = pending.keys();
      if (pending.size > mostPending && oldest !== undefined) pending.delete(oldest);
      const url = new URL(endpoint);
      const query = { ...(await challengeOf(verifier)), state, nonce, ...whatIsAsked(settings) };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return { url: url.href, state };
    },

    returnTo: (state) => (state === undefined ? undefined : pending.get(state)?.returnTo),

    async finish({ query, state }) {
      const known = state === undefined ? undefined : pending.get(state);
      if (state === undefined || known === undefined) return undefined;
      pending.delete(state);
      if (clock.monotonic() >= known.untilMs || query.get('state') !== state) return undefined;
      const claims = await claimsBehind(query, { ...known, state }, parts);
      const scope = scopeOf(claims, settings);
      return scope === undefined ? undefined : { name: nameIn(claims), scope };
    },
  };
}

function whatIsAsked({ clientId, redirectUrl, scopes }: OidcSettings) {
  return { response_type: 'code', client_id: clientId, redirect_uri: redirectUrl, scope: scopes.join(' ') };
}

async function challengeOf(verifier: string) {
  return { code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
}

/** How the provider is asked. Where its address is not of TLS, that was allowed when the configuration was read. */
function waysTo({ http, settings }: OidcParts) {
  const signal = AbortSignal.timeout(answersWithinMs);
  return {
    [customFetch]: fetchThrough((question) => http.request({ ...question, signal })),
    [allowInsecureRequests]: settings.issuer.startsWith('http:'),
  };
}

async function metadataOf(parts: OidcParts): Promise<AuthorizationServer> {
  const issuer = new URL(parts.settings.issuer);
  return processDiscoveryResponse(issuer, await discoveryRequest(issuer, { algorithm: 'oidc', ...waysTo(parts) }));
}

async function claimsBehind(
  query: URLSearchParams,
  { state, verifier, nonce }: Pick<Pending, 'verifier' | 'nonce'> & { readonly state: string },
  parts: OidcParts,
): Promise<Claims> {
  const { settings } = parts;
  const ways = waysTo(parts);
  const server = await metadataOf(parts);
  const client = { client_id: settings.clientId };
  const checked = validateAuthResponse(server, client, query, state);
  const authentication = authenticationOf(settings);
  const { redirectUrl } = settings;
  const answer = await authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    checked,
    redirectUrl,
    verifier,
    ways,
  );
  const tokens = await processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await validateApplicationLevelSignature(server, answer, ways);
  const own = getValidatedIdTokenClaims(tokens);
  if (own === undefined) throw new Error('the provider sent no ID token');
  if (server.userinfo_endpoint === undefined) return own;
  const more = await userInfoRequest(server, client, tokens.access_token, ways);
  return { ...(await processUserInfoResponse(server, client, own.sub, more)), ...own };
}

function authenticationOf({ clientSecret }: OidcSettings): ClientAuth {
  return clientSecret === undefined ? None() : ClientSecretBasic(clientSecret.reveal());
}
