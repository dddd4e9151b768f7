import { parseDuration } from '../domain/duration.ts';
import { isPath, loginFacts } from './login/answer-value.ts';
import { type LoginOptions, loginKeys } from './login/login-options.ts';
import { requestToken } from './login/request-token.ts';
import { defineScheme } from './scheme.ts';
import { bearerCarrier, type TokenCarrier } from './tokens/carrier.ts';
import { type Login, loggedIn, loggedInAgain } from './tokens/login.ts';

/** A token that a login of the API's own hands out; used until it expires or is refused. */
export const login = defineScheme({
  type: 'login',
  summary: 'Sends a token that a login hands out.',
  options: loginKeys,
  expressions: ({ token, expires_in: lifetime }) => {
    const isDuration = typeof lifetime === 'string' && parseDuration(lifetime) !== undefined;
    const given = Object.entries({ token, ...(!isDuration && { expires_in: lifetime }) });
    return given.flatMap(([key, expr]) =>
      typeof expr === 'string' && !isPath(expr) ? [{ key, expr, facts: loginFacts }] : [],
    );
  },
  adds: (options) => ({ headers: [carrierOf(options).header], params: [] }),
  credentials: (options, request, context) => loggedIn(loginOf(options), request, context),
  renewed: (options, refusal, context) => loggedInAgain(loginOf(options), refusal, context),
  derivedSecrets: () => [],
});

function loginOf(options: LoginOptions): Login {
  return {
    type: 'login',
    options,
    url: options.url,
    carrier: carrierOf(options),
    logIn: (context) => requestToken(options, context),
  };
}

function carrierOf({
  header,
  prefix = header.toLowerCase() === 'authorization' ? bearerCarrier.prefix : '',
}: LoginOptions): TokenCarrier {
  return { header, prefix };
}
