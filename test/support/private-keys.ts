import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Fresh private keys in PEM form, by the algorithm that signs with them. */
export function privateKeys() {
  return {
    RS256: pem(generateKeyPairSync('rsa', { modulusLength: 2_048 })),
    ES256: pem(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    EdDSA: pem(generateKeyPairSync('ed25519')),
  };
}

function pem({ privateKey }: { readonly privateKey: KeyObject }): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
