import { z } from 'zod';
import { durationKey } from '../../domain/duration.ts';
import { secretKey } from '../../domain/secret.ts';
import { textIfReadable } from '../files/text-if-readable.ts';
import { hmacAlgorithms, type KeyAlgorithm, keyAlgorithms, keyProblem } from './signing-key.ts';

const text = () => z.string().min(1);

/** The keys of `auth` for tokens that are signed here. */
export const jwtKeys = z
  .strictObject({
    type: z.literal('jwt'),
    algorithm: z.enum([...hmacAlgorithms, ...keyAlgorithms]).describe('How the token is signed.'),
    secret: secretKey().optional().describe('What `HS256`, `HS384` and `HS512` sign with.'),
    private_key: secretKey().optional().describe('The key in PEM form that `RS256`, `ES256` and `EdDSA` sign with.'),
    private_key_file: text()
      .optional()
      .describe(
        'The file of that key, in place of `private_key`; read anew when it changes, relative to the working directory.',
      ),
    key_id: text().optional().describe('Which key that is, for the server (`kid`).'),
    issuer: text().optional().describe('Who issues the token (`iss`).'),
    subject: text().optional().describe('Whom the token is about (`sub`).'),
    audience: z
      .union([text(), z.array(text()).min(1)], { error: 'expected a text or a list of them' })
      .optional()
      .describe('Whom the token is for (`aud`).'),
    expires_in: durationKey({ minMs: 1_000 })
      .prefault('5m')
      .describe('How long a token is valid (`exp`); the next one is signed shortly before that.'),
    not_before: durationKey()
      .optional()
      .describe('For servers whose clock is behind: a token is valid since so long before it was signed (`nbf`).'),
    claims: z.record(z.string(), z.unknown()).default({}).describe('Further claims, as they stand.'),
    header: z
      .string()
      .regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'expected the name of a header' })
      .default('Authorization')
      .describe(
        'The header that carries the token; in `Authorization` and `Proxy-Authorization` after the word `Bearer`.',
      ),
  })
  .superRefine((options, context) => {
    for (const { path, message } of problemsOf(options)) context.addIssue({ code: 'custom', path: [...path], message });
  });

/** The options of a jwt scheme, as parsed. */
export type JwtOptions = z.output<typeof jwtKeys>;

interface KeyProblem {
  readonly path: readonly string[];
  readonly message: string;
}

function problemsOf(options: JwtOptions): readonly KeyProblem[] {
  const { algorithm } = options;
  const key = keyAlgorithms.find((name) => name === algorithm);
  return [
    ...(key === undefined ? secretProblems(options) : privateKeyProblems(options, key)),
    ...claimProblems(options),
  ];
}

function secretProblems({ algorithm, secret, private_key, private_key_file }: JwtOptions): readonly KeyProblem[] {
  const others = Object.entries({ private_key, private_key_file }).filter(([, value]) => value !== undefined);
  return [
    ...(secret === undefined ? [{ path: ['secret'], message: `is required for ${algorithm}` }] : []),
    ...others.map(([name]) => ({ path: [name], message: `${algorithm} signs with a secret, not with a private key` })),
  ];
}

function privateKeyProblems(options: JwtOptions, algorithm: KeyAlgorithm): readonly KeyProblem[] {
  const { secret, private_key: inline, private_key_file: file } = options;
  const pem = inline?.reveal() ?? (file === undefined ? undefined : textIfReadable(file));
  const unfit = pem === undefined ? undefined : keyProblem(algorithm, pem);
  return [
    ...(secret === undefined
      ? []
      : [{ path: ['secret'], message: `${algorithm} signs with a private key, not with a secret` }]),
    ...(inline === undefined && file === undefined
      ? [{ path: ['private_key'], message: `${algorithm} needs a private_key or a private_key_file` }]
      : []),
    ...(inline !== undefined && file !== undefined
      ? [{ path: ['private_key_file'], message: 'private_key gives the key already' }]
      : []),
    ...(unfit === undefined
      ? []
      : [{ path: [inline === undefined ? 'private_key_file' : 'private_key'], message: unfit }]),
  ];
}

function claimProblems({ claims, issuer, subject, audience }: JwtOptions): readonly KeyProblem[] {
  const elsewhere = { iat: true, exp: true, nbf: true, iss: issuer, sub: subject, aud: audience };
  return Object.entries(elsewhere)
    .filter(([name, value]) => value !== undefined && Object.hasOwn(claims, name))
    .map(([name]) => ({ path: ['claims', name], message: `${keyOf[name]} already` }));
}

const keyOf: Readonly<Record<string, string>> = {
  iat: 'the time of signing is told',
  exp: 'expires_in gives this claim',
  nbf: 'not_before gives this claim',
  iss: 'issuer gives this claim',
  sub: 'subject gives this claim',
  aud: 'audience gives this claim',
};
