import { randomBytes } from 'node:crypto';
import type { DigestChallenge } from './challenge.ts';

/** The next use of a challenge. */
export interface NonceUse {
  readonly challenge: DigestChallenge;
  readonly cnonce: string;
  readonly nonceCount: number;
}

interface Known {
  readonly challenge: DigestChallenge;
  readonly cnonce: string;
  uses: number;
}

// One is the rule; only the target of a step in a flow may change from run to run.
const mostOrigins = 50;

/** The last challenge of each origin, so that later requests need not be refused first (RFC 7616 §3.6). */
export class Nonces {
  readonly #known = new Map<string, Known>();

  /** Takes in a challenge of the server that a URL is asked of. */
  learn(url: string, challenge: DigestChallenge): void {
    const { origin } = new URL(url);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && !this.#known.has(origin) && this.#known.size >= mostOrigins) this.#known.delete(oldest);
    this.#known.set(origin, { challenge, cnonce: randomBytes(16).toString('base64url'), uses: 0 });
  }

  /** Counts one more use; undefined for a server that has not asked yet. */
  use(url: string): NonceUse | undefined {
    const known = this.#known.get(new URL(url).origin);
    if (known === undefined) return undefined;
    known.uses += 1;
    return { challenge: known.challenge, cnonce: known.cnonce, nonceCount: known.uses };
  }

  /** The nonce that was used last. */
  last(url: string): string | undefined {
    return this.#known.get(new URL(url).origin)?.challenge.nonce;
  }
}
