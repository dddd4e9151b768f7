import { generate } from 'selfsigned';

const dayMs = 86_400_000;

/** A certificate and its key, as PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate says; for `localhost` and 127.0.0.1, from yesterday for 90 days to come, unless told otherwise. */
export interface IdentityRequest {
  /** The first one is its subject; `ip:` marks an address. None at all leave the extension out. */
  readonly names?: readonly string[];
  /** Days from now. */
  readonly validFromDays?: number;
  readonly validToDays?: number;
  /** Signed by itself without one. */
  readonly issuer?: Identity;
  /** What it may be used for; for both unless told otherwise. */
  readonly usage?: 'server' | 'client';
}

/** Makes a certificate for a server or client. */
export function makeIdentity({ names = ['localhost', 'ip:127.0.0.1'], usage, ...request }: IdentityRequest = {}) {
  const altNames = names.map((name) =>
    name.startsWith('ip:') ? ({ type: 7, ip: name.slice('ip:'.length) } as const) : ({ type: 2, value: name } as const),
  );
  return make(names[0] ?? 'nobody', request, [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: usage !== 'client', clientAuth: usage !== 'server' },
    ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames } as const] : []),
  ]);
}

/** Makes an authority: a root, or one below the issuer. */
export function makeAuthority(name: string, request: Omit<IdentityRequest, 'names'> = {}): Promise<Identity> {
  return make(name, request, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]);
}

/** Makes a root, an authority below it, and a certificate of that authority. */
export async function makeChain() {
  const root = await makeAuthority('Test Root');
  const middle = await makeAuthority('Test Authority', { issuer: root });
  return { root, middle, leaf: await makeIdentity({ issuer: middle }) };
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

async function make(
  commonName: string,
  { validFromDays = -1, validToDays = 90, issuer }: Omit<IdentityRequest, 'names'>,
  extensions: Extensions,
): Promise<Identity> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + validFromDays * dayMs),
    notAfterDate: new Date(Date.now() + validToDays * dayMs),
    extensions,
    ...(issuer && { ca: issuer }),
  });
  // Certificates are put together by joining their texts.
  return { cert: `${cert.trimEnd()}\n`, key };
}
