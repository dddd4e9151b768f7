import { type OAuth2Options, oauth2Keys } from './oauth2/oauth2-options.ts';
import { defineScheme } from './scheme.ts';
import { bearerCarrier } from './tokens/carrier.ts';
import { type Login, loggedIn, loggedInAgain } from './tokens/login.ts';

/** An access token of OAuth 2.0 (RFC 6749 §4.4), used until it expires or is refused. */
export const oauth2 = defineScheme({
  type: 'oauth2',
  summary: 'Sends an access token that is asked for with client credentials (OAuth 2.0, RFC 6749).',
  options: oauth2Keys,
  files: ({ private_key_file: file }) => (file === undefined ? [] : [{ path: ['private_key_file'], file }]),
  adds: () => ({ headers: [bearerCarrier.header], params: [] }),
  credentials: (options, request, context) => loggedIn(loginOf(options), request, context),
  renewed: (options, refusal, context) => loggedInAgain(loginOf(options), refusal, context),
  derivedSecrets: ({ client_id, client_secret }) => {
    if (client_secret === undefined) return [];
    return [Buffer.from(`${formEncoded(client_id)}:${formEncoded(client_secret.reveal())}`).toString('base64')];
  },
});

function loginOf(options: OAuth2Options): Login {
  return {
    type: 'oauth2',
    options,
    url: options.token_url ?? options.issuer ?? '',
    carrier: bearerCarrier,
    logIn: async (context) => {
      // Only who logs in needs the library.
      const { requestToken } = await import('./oauth2/request-token.ts');
      return requestToken(options, context);
    },
  };
}

/** As user name and password are encoded for the Authorization header (RFC 6749 §2.3.1), every sign that can be. */
function formEncoded(text: string): string {
  const hex = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replace(/[-_.!~*'()]/g, hex)
    .replaceAll('%20', '+');
}
