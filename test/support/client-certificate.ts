import { createPrivateKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { freshFolder } from './svcmon.ts';

/** The files of a client certificate, as `auth` names them. */
export interface ClientCertificate {
  readonly cert_file: string;
  readonly key_file: string;
}

/** Writes a client certificate, and its key encrypted with a passphrase, into a folder of their own. */
export async function encryptedCertificate(passphrase: string): Promise<ClientCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'user' }], { keyType: 'ec' });
  const folder = await freshFolder();
  const encrypted = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  const files = { cert_file: join(folder, 'cert.pem'), key_file: join(folder, 'key.pem') };
  await Promise.all([writeFile(files.cert_file, cert), writeFile(files.key_file, encrypted)]);
  return files;
}
