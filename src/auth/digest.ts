import { z } from 'zod';
import { Failure } from '../domain/failure.ts';
import { type Secret, secretKey } from '../domain/secret.ts';
import { type DigestChallenge, strongestChallenge } from './digest/challenge.ts';
import { Nonces } from './digest/nonces.ts';
import { digestAuthorization } from './digest/response.ts';
import { authorizationHeader, type Credentials, defineScheme, type Refusal, type UnprovenRequest } from './scheme.ts';

/**
 * HTTP Digest authentication (RFC 7616): MD5, SHA-256 and SHA-512-256, also `-sess`, with qop auth, auth-int or none. The first
 * request asks what is wanted; those after it use the nonce again until the server calls it stale.
 */
export const digest = defineScheme({
  type: 'digest',
  summary: 'Sends a proof of a user name and a password, as the server asks for it on a 401 (RFC 7616).',
  options: z.strictObject({
    type: z.literal('digest'),
    username: z
      .string()
      .min(1)
      .regex(/^[^:\p{Cc}]*$/u, { error: 'must not contain a colon or control characters (RFC 7616)' })
      .describe('The user name.'),
    password: secretKey(passwordProblem).describe('The password.'),
  }),
  adds: () => authorizationHeader,
  credentials: (options, request) => answerTo(request, options) ?? { headers: {}, params: {}, proof: 'not asked for' },
  renewed: (options, { request, given, answer }) => {
    const challenge = challengeOf(answer);
    const nonces = noncesOf(options);
    const again = given.headers.Authorization !== undefined && challenge.nonce === nonces.last(request.url);
    if (again && !challenge.stale) return undefined;
    // Another nonce gets an answer even if the last was not called stale: a server that was started anew may know it no more.
    nonces.learn(request.url, challenge);
    return answerTo(request, options);
  },
  derivedSecrets: () => [],
});

interface DigestOptions {
  readonly username: string;
  readonly password: Secret;
}

// By the options of one service, and gone with them: a nonce counts its uses, which one service makes one after the other.
const known = new WeakMap<object, Nonces>();

function noncesOf(options: DigestOptions): Nonces {
  const nonces = known.get(options) ?? new Nonces();
  known.set(options, nonces);
  return nonces;
}

function answerTo(request: UnprovenRequest, options: DigestOptions): Credentials | undefined {
  const use = noncesOf(options).use(request.url);
  if (use === undefined) return undefined;
  const { pathname, search } = new URL(request.url);
  const { method, body } = request;
  const { username, password } = options;
  const authorization = digestAuthorization({
    ...use,
    username,
    password: password.reveal(),
    method,
    body,
    uri: pathname + search,
  });
  return { headers: { Authorization: authorization }, params: {}, proof: `${kindOf(use.challenge)}, as ${username}` };
}

/** `SHA-256 with qop auth`. */
function kindOf({ algorithm = 'MD5', qop }: DigestChallenge): string {
  return `${algorithm} ${qop === undefined ? 'without qop' : `with qop ${qop}`}`;
}

function challengeOf(facts: Refusal['answer']): DigestChallenge {
  const chosen = strongestChallenge(facts.headers['www-authenticate']);
  if (!chosen.ok) throw new Failure('auth_failed', chosen.problem, { facts });
  if ((facts.redirects ?? []).length === 0) return chosen.challenge;
  const problem = 'the 401 came from where a redirect led, and digest proves one URL at a time: ask that one';
  throw new Failure('auth_failed', problem, { facts });
}

/** A line break is easily read along with a password at the end of a file. */
function passwordProblem(password: string): string | undefined {
  return /\p{Cc}/u.test(password) ? 'must not contain line breaks or other control characters' : undefined;
}
