import { createHash, type KeyObject } from 'node:crypto';
import { readOptionFile } from '../http/option-file.ts';
import { type JwtOptions, jwtKeys } from './jwt/jwt-options.ts';
import { keyAlgorithms, signingKey } from './jwt/signing-key.ts';
import { type AuthContext, type Credentials, defineScheme } from './scheme.ts';
import type { Session } from './sessions.ts';
import { bearerCarrier, carriedToken, carrying, type TokenCarrier } from './tokens/carrier.ts';
import { type TokenOrigin, tokenProof } from './tokens/token-proof.ts';

/** A JSON Web Token (RFC 7519) that is signed here and used until shortly before it expires. */
export const jwt = defineScheme({
  type: 'jwt',
  summary: 'Sends a JSON Web Token that svcmon signs itself (RFC 7519).',
  options: jwtKeys,
  files: ({ private_key_file: file }) => (file === undefined ? [] : [{ path: ['private_key_file'], file }]),
  adds: ({ header }) => ({ headers: [header], params: [] }),
  credentials: async (options, _request, context) => {
    const { session, isNew } = await sessionOf(options, context);
    return carried(options, { session, since: isNew ? 'fresh' : 'kept from before' }, context);
  },
  renewed: async (options, { given }, context) => {
    const { session: current } = await sessionOf(options, context);
    // Another check has had it replaced in the meantime.
    if (carriedToken(given, carrierOf(options)) !== current.token)
      return carried(options, { session: current, since: 'kept from before' }, context);
    context.sessions.drop(sessionKey(options), current);
    const { session } = await sessionOf(options, context);
    // Signed again within the same second it says the same.
    if (session.expiresAt === current.expiresAt) return undefined;
    return carried(options, { session, since: 'fresh after a refusal' }, context);
  },
  derivedSecrets: () => [],
});

interface Held extends Pick<TokenOrigin, 'since'> {
  readonly session: Session;
}

function carried(options: JwtOptions, { session, since }: Held, { clock }: AuthContext): Credentials {
  const proof = tokenProof({ source: `signed here with ${options.algorithm}`, since, session }, clock.now());
  return { ...carrying(session.token, carrierOf(options)), proof };
}

function carrierOf({ header }: JwtOptions): TokenCarrier {
  return { header, prefix: /^(proxy-)?authorization$/i.test(header) ? bearerCarrier.prefix : '' };
}

interface Obtained {
  readonly session: Session;
  readonly isNew: boolean;
}

async function sessionOf(options: JwtOptions, { sessions, clock }: AuthContext): Promise<Obtained> {
  let isNew = false;
  const session = await sessions.obtain(sessionKey(options), () => {
    isNew = true;
    return signSession(options, clock.now());
  });
  return { session, isNew };
}

/** The same for services that sign the same with the same key; another one once the file of the key changed. */
function sessionKey(options: JwtOptions): string {
  // Options print without their secrets.
  return `jwt ${createHash('sha256').update(JSON.stringify(options)).update('\0').update(keyTextOf(options)).digest('hex')}`;
}

async function signSession(options: JwtOptions, now: number): Promise<Session> {
  const { algorithm, key_id: keyId, issuer, subject, audience, claims } = options;
  const signedAt = Math.floor(now / 1_000);
  const expiresAt = signedAt + Math.ceil(options.expires_in / 1_000);
  // Only who signs needs the library.
  const { sign } = await import('./jwt/sign.ts');
  const token = await sign({
    algorithm,
    key: keyOf(options),
    keyId,
    claims: {
      ...claims,
      ...(issuer !== undefined && { iss: issuer }),
      ...(subject !== undefined && { sub: subject }),
      ...(audience !== undefined && { aud: typeof audience === 'string' ? audience : [...audience] }),
      ...(options.not_before !== undefined && { nbf: signedAt - Math.ceil(options.not_before / 1_000) }),
      iat: signedAt,
      exp: expiresAt,
    },
  });
  return { token, expiresAt: expiresAt * 1_000 };
}

function keyOf(options: JwtOptions): KeyObject | Uint8Array {
  const { algorithm, private_key_file: file } = options;
  const known = keyAlgorithms.find((name) => name === algorithm);
  if (known === undefined) return Buffer.from(keyTextOf(options));
  return signingKey(known, keyTextOf(options), file === undefined ? 'auth.private_key' : 'auth.private_key_file');
}

function keyTextOf({ secret, private_key, private_key_file: file }: JwtOptions): string {
  if (file !== undefined) return readOptionFile(file, 'auth.private_key_file').toString();
  return (secret ?? private_key)?.reveal() ?? '';
}
