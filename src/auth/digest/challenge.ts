import { truncate } from '../../domain/plain-text.ts';
import { type Challenge, challengesIn } from './challenge-list.ts';

/** What a server wants to have proven (RFC 7616 §3.3), in Latin-1 as all headers. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  /** As the server wrote it; absent where it named none, which means MD5. */
  readonly algorithm?: string;
  /** The hash by the name that Node.js has for it. */
  readonly hash: string;
  /** Whether the first nonce goes into the key (`-sess`). */
  readonly session: boolean;
  /** Absent for a server that knows RFC 2069 only. */
  readonly qop?: 'auth' | 'auth-int';
  /** Whether the user name is wanted as a hash. */
  readonly userhash: boolean;
  /** Whether only the nonce was refused, not the password. */
  readonly stale: boolean;
}

/** A challenge, or why there is none to answer. */
export type ChosenChallenge =
  | { readonly ok: true; readonly challenge: DigestChallenge }
  | { readonly ok: false; readonly problem: string };

// RFC 7616 §6.1, the strongest first.
const hashes: readonly (readonly [algorithm: string, hash: string])[] = [
  ['sha-512-256', 'sha512-256'],
  ['sha-256', 'sha256'],
  ['md5', 'md5'],
];

/** The challenge of the strongest algorithm that a WWW-Authenticate header offers; of equal ones the first. */
export function strongestChallenge(header = ''): ChosenChallenge {
  const challenges = challengesIn(header);
  const offered = challenges.filter(({ scheme, params }) => scheme === 'digest' && params.has('nonce'));
  const readable = offered.flatMap((one) => readChallenge(one) ?? []).toSorted((a, b) => a.rank - b.rank);
  const [best] = readable;
  if (best !== undefined) return { ok: true, challenge: best.challenge };
  return { ok: false, problem: offered.length > 0 ? foreign(offered) : noneOf(challenges) };
}

function readChallenge({ params }: Challenge): { rank: number; challenge: DigestChallenge } | undefined {
  const algorithm = params.get('algorithm');
  const [, name = '', sess] = /^(.*?)(-sess)?$/i.exec(algorithm ?? 'md5') ?? [];
  const rank = hashes.findIndex(([known]) => known === name.toLowerCase());
  const hash = hashes[rank]?.[1];
  const qop = qopOf(params.get('qop'));
  if (hash === undefined || qop === 'unknown') return undefined;
  const opaque = params.get('opaque');
  const challenge = {
    realm: params.get('realm') ?? '',
    nonce: params.get('nonce') ?? '',
    hash,
    session: sess !== undefined,
    userhash: isTrue(params.get('userhash')),
    stale: isTrue(params.get('stale')),
    ...(opaque !== undefined && { opaque }),
    ...(algorithm !== undefined && { algorithm }),
    ...(qop !== undefined && { qop }),
  };
  return { rank, challenge };
}

function qopOf(offered: string | undefined): DigestChallenge['qop'] | 'unknown' {
  if (offered === undefined) return undefined;
  const options = offered.toLowerCase().split(/[\s,]+/);
  // Protects the body too, but servers that offer both seldom got this one right.
  return options.includes('auth') ? 'auth' : options.includes('auth-int') ? 'auth-int' : 'unknown';
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function noneOf(challenges: readonly Challenge[]): string {
  const schemes = challenges.map(({ scheme }) => scheme);
  if (schemes.length === 0) return 'the server does not say how it wants to be asked';
  return schemes.includes('digest')
    ? 'the server sends a digest challenge without a nonce'
    : `the server asks for ${shown(schemes.join(', '))}, not for digest`;
}

function foreign(offered: readonly Challenge[]): string {
  const kinds = offered.map(({ params }) => {
    const qop = params.get('qop');
    return `${params.get('algorithm') ?? 'MD5'}${qop === undefined ? '' : ` with qop ${qop}`}`;
  });
  return `of digest the server offers only ${shown(kinds.join(', '))}`;
}

function shown(text: string): string {
  return truncate(text.replace(/[^ -~]/g, '?'), 100);
}
