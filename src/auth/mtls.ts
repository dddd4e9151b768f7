import { z } from 'zod';
import { Failure } from '../domain/failure.ts';
import { secretKey } from '../domain/secret.ts';
import { readOptionFile } from '../http/option-file.ts';
import { textIfReadable } from './files/text-if-readable.ts';
import { decryptedKey, keyPairProblem } from './mtls/key-pair.ts';
import { type Credentials, defineScheme } from './scheme.ts';

const text = () => z.string().min(1);

const mtlsKeys = z
  .strictObject({
    type: z.literal('mtls'),
    cert_file: text().describe('The client certificate with its chain, as PEM; relative to the working directory.'),
    key_file: text().describe('The key of the client certificate, as PEM; relative to the working directory.'),
    passphrase: secretKey().optional().describe('What the key is encrypted with; not at all unless given.'),
    ca_file: text()
      .optional()
      .describe('Trust the authorities of this PEM file, and no others; relative to the working directory.'),
    server_name: text().optional().describe('The name to ask for (SNI) and to verify, instead of the host.'),
  })
  .superRefine(({ cert_file, key_file, passphrase }, context) => {
    const cert = textIfReadable(cert_file);
    const key = textIfReadable(key_file);
    if (cert === undefined || key === undefined) return;
    const problem = keyPairProblem({ cert, key, passphrase: passphrase?.reveal() });
    if (problem) context.addIssue({ code: 'custom', path: [problem.option], message: problem.message });
  });

/** A client certificate (RFC 8446 §4.4.2). Its files are read anew when they change. */
export const mtls = defineScheme({
  type: 'mtls',
  summary: 'Sends a client certificate in the TLS handshake.',
  options: mtlsKeys,
  files: ({ cert_file, key_file, ca_file }) =>
    Object.entries({ cert_file, key_file, ca_file }).flatMap(([key, file]) =>
      file === undefined ? [] : [{ path: [key], file }],
    ),
  unsuited: (_options, url) =>
    /^(http|ws):/i.test(url)
      ? 'a client certificate is sent over TLS only: ask for https:// instead of http://'
      : undefined,
  adds: () => ({ headers: [], params: [] }),
  credentials: (options) => ({
    headers: {},
    params: {},
    tls: tlsOf(options),
    proof: `client certificate ${options.cert_file}`,
  }),
  derivedSecrets: () => [],
});

type MtlsOptions = z.output<typeof mtlsKeys>;

function tlsOf(options: MtlsOptions): NonNullable<Credentials['tls']> {
  const { cert_file, key_file, ca_file, server_name } = options;
  return {
    cert: readOptionFile(cert_file, 'auth.cert_file').toString(),
    key: keyOf(options, readOptionFile(key_file, 'auth.key_file')),
    ...(ca_file !== undefined && { ca: readOptionFile(ca_file, 'auth.ca_file').toString() }),
    ...(server_name !== undefined && { serverName: server_name }),
  };
}

// Deriving a key from a passphrase is slow by design: done once for each file that was read.
const decrypted = new WeakMap<MtlsOptions, { readonly bytes: Buffer; readonly key: string }>();

function keyOf(options: MtlsOptions, bytes: Buffer): string {
  const passphrase = options.passphrase?.reveal();
  if (passphrase === undefined) return bytes.toString();
  const known = decrypted.get(options);
  if (known?.bytes === bytes) return known.key;
  const key = decryptedKey({ key: bytes.toString(), passphrase });
  if (key === undefined) throw new Failure('config_file_unreadable', 'auth.passphrase does not open auth.key_file');
  decrypted.set(options, { bytes, key });
  return key;
}
