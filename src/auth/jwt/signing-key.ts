import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Failure } from '../../domain/failure.ts';

export const hmacAlgorithms = ['HS256', 'HS384', 'HS512'] as const;
export const keyAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const;

export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** What is wrong with the text of a PEM file as the key of an algorithm; undefined when nothing is. */
export function keyProblem(algorithm: KeyAlgorithm, pem: string): string | undefined {
  const key = parse(pem);
  if (key === undefined)
    return `expected a private key in PEM form${/ENCRYPTED/.test(pem) ? ' without a passphrase' : ''}`;
  const { wants, fits } = needs[algorithm];
  return fits(key) ? undefined : `${algorithm} needs ${wants}, got ${describe(key)}`;
}

/** The key of an algorithm; throws a Failure `config_file_unreadable` that begins with the name of the option it comes from. */
export function signingKey(algorithm: KeyAlgorithm, pem: string, option: string): KeyObject {
  const problem = keyProblem(algorithm, pem);
  const key = parse(pem);
  if (problem === undefined && key !== undefined) return key;
  throw new Failure('config_file_unreadable', `${option}: ${problem}`);
}

interface Need {
  readonly wants: string;
  readonly fits: (key: KeyObject) => boolean;
}

// RFC 7518 §3.3 and §3.4, RFC 8037 §3.1.
const needs: Readonly<Record<KeyAlgorithm, Need>> = {
  RS256: {
    wants: 'an RSA key of at least 2048 bits',
    fits: ({ asymmetricKeyType: type, asymmetricKeyDetails: details }) =>
      type === 'rsa' && (details?.modulusLength ?? 0) >= 2048,
  },
  ES256: {
    wants: 'an EC key on P-256',
    fits: ({ asymmetricKeyType: type, asymmetricKeyDetails: details }) =>
      type === 'ec' && details?.namedCurve === 'prime256v1',
  },
  EdDSA: { wants: 'an Ed25519 key', fits: ({ asymmetricKeyType: type }) => type === 'ed25519' },
};

function describe({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  if (type === 'rsa') return `an RSA key of ${details?.modulusLength} bits`;
  return type === 'ec' ? `an EC key on ${details?.namedCurve}` : `a key of type ${type}`;
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
