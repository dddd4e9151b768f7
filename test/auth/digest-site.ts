import { createHash, randomBytes } from 'node:crypto';
import type { LocalServer } from '../support/local-server.ts';
import { startSite } from '../support/local-site.ts';

/** How strict the server is. */
export interface DigestSiteOptions {
  readonly password: string;
  /** How often a nonce is taken; a use beyond that is told to be stale. */
  readonly usesPerNonce?: number;
  /** Whether it says that a nonce is stale where it knows it no more; some servers do not. */
  readonly saysStale?: boolean;
}

/** A site whose `/guarded` wants MD5 digests of the user ann, with nonces whose uses it counts. */
export interface DigestSite extends LocalServer {
  /** The counts of the answers that were right, with the place of their nonce among all that were given out. */
  readonly accepted: readonly string[];
  /** Forgets every nonce, as a server that is started anew. */
  restart(): void;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Starts such a site; it ends with the test. */
export async function startDigestSite(options: DigestSiteOptions): Promise<DigestSite> {
  const { password, usesPerNonce = Number.POSITIVE_INFINITY, saysStale = true } = options;
  const uses = new Map<string, number>();
  const nonces: string[] = [];
  const accepted: string[] = [];

  const challenge = (stale: boolean) => {
    const nonce = randomBytes(8).toString('hex');
    uses.set(nonce, 0);
    nonces.push(nonce);
    return `Digest realm="r", nonce="${nonce}", qop="auth", algorithm=MD5${stale ? ', stale=true' : ''}`;
  };

  const site = await startSite({
    '/guarded': ({ method, url, headers: { authorization = '' } }, response) => {
      const field = (name: string) => new RegExp(`\\b${name}="?([^",]*)`).exec(authorization)?.[1] ?? '';
      const [nonce, count] = [field('nonce'), field('nc')];
      const ha1 = md5(`ann:r:${password}`);
      const ha2 = md5(`${method}:${url}`);
      const right = field('response') === md5([ha1, nonce, count, field('cnonce'), 'auth', ha2].join(':'));
      const used = uses.get(nonce);
      const fresh = used !== undefined && used < usesPerNonce && Number.parseInt(count, 16) === used + 1;
      if (right && fresh) {
        uses.set(nonce, used + 1);
        accepted.push(`${nonces.indexOf(nonce) + 1}: ${count}`);
        response.end('in');
        return;
      }
      const stale = saysStale && right;
      response.writeHead(401, { 'www-authenticate': ['Basic realm="r"', challenge(stale)] }).end('out');
    },
    '/elsewhere': (_question, response) => response.writeHead(302, { location: '/guarded' }).end(),
  });
  return { ...site, accepted, restart: () => uses.clear() };
}
