import { type ClientAuth, ClientSecretBasic, ClientSecretPost, modifyAssertion, PrivateKeyJwt } from 'oauth4webapi';
import { readOptionFile } from '../../http/option-file.ts';
import { type KeyAlgorithm, signingKey } from '../jwt/signing-key.ts';
import type { OAuth2Options } from './oauth2-options.ts';

/** How the client proves who it is. Throws a Failure `config_file_unreadable`. */
export async function clientAuthentication(options: OAuth2Options): Promise<ClientAuth> {
  const { client_auth, client_secret } = options;
  if (client_secret === undefined) return privateKeyJwt(options);
  return client_auth === 'post' ? ClientSecretPost(client_secret.reveal()) : ClientSecretBasic(client_secret.reveal());
}

async function privateKeyJwt({
  private_key,
  private_key_file: file,
  algorithm = 'RS256',
  key_id: kid,
}: OAuth2Options): Promise<ClientAuth> {
  const option = file === undefined ? 'auth.private_key' : 'auth.private_key_file';
  const pem = file === undefined ? (private_key?.reveal() ?? '') : readOptionFile(file, option).toString();
  const der = signingKey(algorithm, pem, option).export({ type: 'pkcs8', format: 'der' });
  const key = await crypto.subtle.importKey('pkcs8', der, importedAs[algorithm], false, ['sign']);
  const named = kid === undefined ? { key } : { key, kid };
  return PrivateKeyJwt(named, {
    // Known to every server, unlike the Ed25519 of RFC 9864.
    [modifyAssertion]: (header) => {
      header.alg = algorithm;
    },
  });
}

const importedAs: Readonly<Record<KeyAlgorithm, Parameters<typeof crypto.subtle.importKey>[2]>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  EdDSA: { name: 'Ed25519' },
};
