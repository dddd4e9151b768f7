import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** The texts of the files of a client certificate. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
  readonly passphrase: string | undefined;
}

/** What is wrong with a client certificate and its key, by the option it concerns; undefined when nothing is. */
export function keyPairProblem(
  pair: KeyPair,
): { readonly option: 'cert_file' | 'key_file' | 'passphrase'; readonly message: string } | undefined {
  const cert = certificateOf(pair.cert);
  if (cert === undefined) return { option: 'cert_file', message: 'holds no certificate in PEM form' };
  const key = privateKeyOf(pair);
  if (key === undefined) return keyProblem(pair);
  if (cert.checkPrivateKey(key)) return undefined;
  return { option: 'key_file', message: 'is not the key of the certificate in cert_file' };
}

/** The key without its passphrase, in PEM form; undefined where the passphrase does not open it. */
export function decryptedKey(encrypted: Required<Pick<KeyPair, 'key' | 'passphrase'>>): string | undefined {
  return privateKeyOf(encrypted)?.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function keyProblem({ key, passphrase }: KeyPair) {
  if (!/ENCRYPTED/.test(key)) return { option: 'key_file', message: 'holds no private key in PEM form' } as const;
  return passphrase === undefined
    ? ({ option: 'key_file', message: 'is encrypted: give its passphrase' } as const)
    : ({ option: 'passphrase', message: 'does not open key_file' } as const);
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function privateKeyOf({ key, passphrase = '' }: Omit<KeyPair, 'cert'>): KeyObject | undefined {
  try {
    return createPrivateKey({ key, passphrase });
  } catch {
    return undefined;
  }
}
