import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The secret of every example. */
export const plantedSecret = 'hunter2-secret';

/** The token that `tokenServer` of an example hands out. */
export const plantedToken = 'hunter2-token';

/** The least that a scheme needs, and what is to be seen of it. */
export interface SchemeExample {
  readonly options: object;
  /** The headers and parameters of the first request. */
  readonly sends: readonly string[];
  /** Of these, those that would let anybody else in. */
  readonly reusable: readonly string[];
  /** The keys of its options that name files. */
  readonly files: readonly string[];
  /** Whether it asks a server before it knows what to send. */
  readonly asks: boolean;
}

const nothing = { sends: [], reusable: [], files: [], asks: false };
const inAuthorization = { ...nothing, sends: ['Authorization'], reusable: ['Authorization'] };

/** One example of each scheme; those that log in do so at the URL of a server. */
export const schemeExamples: Readonly<Record<string, (tokenServer: string) => SchemeExample | Promise<SchemeExample>>> =
  {
    basic: () => ({ ...inAuthorization, options: { type: 'basic', username: 'ann', password: plantedSecret } }),
    bearer: () => ({ ...inAuthorization, options: { type: 'bearer', token: plantedSecret } }),
    api_key: () => ({
      ...nothing,
      options: { type: 'api_key', key: plantedSecret },
      sends: ['X-API-Key'],
      reusable: ['X-API-Key'],
    }),
    digest: () => ({ ...nothing, options: { type: 'digest', username: 'ann', password: plantedSecret } }),
    jwt: () => ({ ...inAuthorization, options: { type: 'jwt', algorithm: 'HS256', secret: plantedSecret } }),
    login: (url) => ({
      ...inAuthorization,
      options: { type: 'login', url, username: 'ann', password: plantedSecret },
      asks: true,
    }),
    oauth2: (url) => ({
      ...inAuthorization,
      options: { type: 'oauth2', token_url: url, client_id: 'ann', client_secret: plantedSecret },
      asks: true,
    }),
    aws_sigv4: () => ({
      ...nothing,
      options: {
        type: 'aws_sigv4',
        access_key_id: 'AKIDEXAMPLE',
        secret_access_key: plantedSecret,
        region: 'eu-central-1',
        service: 'execute-api',
      },
      sends: ['X-Amz-Date', 'Authorization'],
    }),
    mtls: async () => ({
      ...nothing,
      options: { ...(await clientCertificate()), passphrase: plantedSecret },
      files: ['cert_file', 'key_file', 'ca_file'],
    }),
  };

/** Options in which every key that names a file is given. */
export async function optionsWithFiles(): Promise<readonly object[]> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = writeFiles({ 'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() })('key.pem');
  const key = { algorithm: 'ES256', private_key_file: file };
  return [
    { type: 'jwt', ...key },
    { type: 'oauth2', token_url: 'https://login.example/', client_id: 'ann', ...key },
    await clientCertificate(),
  ];
}

async function clientCertificate() {
  generated ??= generate([{ name: 'commonName', value: 'ann' }], { keyType: 'ec' });
  const { private: key, cert } = await generated;
  const files = writeFiles({ 'cert.pem': cert, 'key.pem': key, 'ca.pem': cert });
  return { type: 'mtls', cert_file: files('cert.pem'), key_file: files('key.pem'), ca_file: files('ca.pem') };
}

let generated: ReturnType<typeof generate> | undefined;

function writeFiles(texts: Readonly<Record<string, string>>): (name: string) => string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}
