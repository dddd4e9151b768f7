import { z } from 'zod';
import { isSensitiveName } from '../../domain/redaction.ts';
import { Secret, secretKey } from '../../domain/secret.ts';
import { httpUrlKey } from '../../http/request-keys.ts';
import { textIfReadable } from '../files/text-if-readable.ts';
import { keyAlgorithms, keyProblem } from '../jwt/signing-key.ts';

const text = () => z.string().min(1);
const textOrList = () =>
  z
    .union([text(), z.array(text()).min(1)], { error: 'expected a text or a list of them' })
    .transform((value) => [value].flat());

const parameter = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** The keys of `auth` for OAuth 2.0 client credentials. */
export const oauth2Keys = z
  .strictObject({
    type: z.literal('oauth2'),
    token_url: httpUrlKey().optional().describe('The token endpoint: an absolute http or https URL.'),
    issuer: issuerKey()
      .optional()
      .describe(
        'The issuer, whose metadata name the token endpoint unless `token_url` does (OpenID Connect Discovery, RFC 8414).',
      ),
    client_id: text().describe('The client.'),
    client_secret: secretKey().optional().describe('What the client proves itself with.'),
    private_key: secretKey().optional().describe('Its private key in PEM form, in place of a secret (RFC 7523).'),
    private_key_file: text()
      .optional()
      .describe(
        'The file of that key, in place of `private_key`; read anew when it changes, relative to the working directory.',
      ),
    algorithm: z.enum(keyAlgorithms).optional().describe('How that key signs; `RS256` unless given.'),
    key_id: text().optional().describe('Which key that is, for the server (`kid`).'),
    client_auth: z
      .enum(['basic', 'post', 'private_key_jwt'])
      .optional()
      .describe(
        'How the client proves who it is: its secret in the Authorization header or in the body, or with its private key. `basic` with a secret and `private_key_jwt` with a key unless given.',
      ),
    scope: textOrList().optional().describe('The scopes to ask for, one text or a list.'),
    audience: textOrList().optional().describe('The `audience` to ask for, as some servers want it.'),
    resource: textOrList().optional().describe('The `resource` to ask for, one URI or a list (RFC 8707).'),
    params: z
      .record(z.string(), parameter)
      .transform(paramsOf)
      .optional()
      .describe('Further parameters of the token request; those whose name says so are secrets.'),
  })
  .superRefine((options, context) => {
    for (const { path, message } of problemsOf(options)) context.addIssue({ code: 'custom', path: [...path], message });
  });

/** The options of OAuth 2.0 client credentials, as parsed. */
export type OAuth2Options = z.output<typeof oauth2Keys>;

/** As it is spelled: it is compared letter by letter (OpenID Connect Core §2). */
function issuerKey() {
  return z.string().transform((value, context) => {
    const { error } = httpUrlKey().safeParse(value);
    if (error === undefined) return value.trim();
    context.addIssue({ code: 'custom', message: error.issues[0]?.message ?? 'expected a URL', input: value });
    return z.NEVER;
  });
}

function paramsOf(params: Readonly<Record<string, string>>): Readonly<Record<string, string | Secret>> {
  const protectedValue = (name: string, value: string) => {
    return isSensitiveName(name) && value !== '' ? new Secret(value) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, protectedValue(name, value)]));
}

interface KeyProblem {
  readonly path: readonly string[];
  readonly message: string;
}

function problemsOf(options: OAuth2Options): readonly KeyProblem[] {
  const { token_url, issuer } = options;
  const nowhere = token_url === undefined && issuer === undefined;
  return [
    ...(nowhere ? [{ path: ['token_url'], message: 'is required unless issuer is given' }] : []),
    ...proofProblems(options),
    ...keyProblems(options),
    ...paramProblems(options),
  ];
}

const proofs = ['client_secret', 'private_key', 'private_key_file'] as const;

function proofProblems(options: OAuth2Options): readonly KeyProblem[] {
  const { client_auth, client_secret } = options;
  const [given, ...others] = proofs.filter((name) => options[name] !== undefined);
  if (given === undefined) return [{ path: ['client_secret'], message: 'is required unless a private key is given' }];
  const wrong =
    client_auth !== undefined && (client_auth === 'private_key_jwt') !== (client_secret === undefined)
      ? [{ path: ['client_auth'], message: `${client_auth} does not go with ${given}` }]
      : [];
  return [...others.map((name) => ({ path: [name], message: `${given} is given already` })), ...wrong];
}

function keyProblems(options: OAuth2Options): readonly KeyProblem[] {
  const { private_key, private_key_file: file, algorithm = 'RS256', key_id } = options;
  if (private_key === undefined && file === undefined) {
    const unused = Object.entries({ algorithm: options.algorithm, key_id }).filter(([, value]) => value !== undefined);
    return unused.map(([name]) => ({ path: [name], message: 'goes with a private key' }));
  }
  const pem = private_key?.reveal() ?? (file === undefined ? undefined : textIfReadable(file));
  const problem = pem === undefined ? undefined : keyProblem(algorithm, pem);
  const path = [private_key === undefined ? 'private_key_file' : 'private_key'];
  return problem === undefined ? [] : [{ path, message: problem }];
}

const ownParams: Readonly<Record<string, string>> = {
  grant_type: 'this scheme asks for client_credentials',
  client_id: 'client_id has a key of its own',
  client_secret: 'client_secret has a key of its own',
  client_assertion: 'it is made of the private key',
  client_assertion_type: 'it is made of the private key',
  scope: 'scope has a key of its own',
  audience: 'audience has a key of its own',
  resource: 'resource has a key of its own',
};

function paramProblems({ params = {} }: OAuth2Options): readonly KeyProblem[] {
  return Object.keys(params).flatMap((name) => {
    const message = Object.hasOwn(ownParams, name) ? ownParams[name] : undefined;
    return message === undefined ? [] : [{ path: ['params', name], message }];
  });
}
