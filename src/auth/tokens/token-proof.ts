import { formatDuration } from '../../domain/duration.ts';
import type { Session } from '../sessions.ts';

/** Where a token came from, and when. */
export interface TokenOrigin {
  /** `from https://login.example/token`, `signed here with ES256`. */
  readonly source: string;
  readonly since: 'fresh' | 'kept from before' | 'fresh after a refusal';
  readonly session: Pick<Session, 'expiresAt'>;
}

/** What is told of a token: `from https://login.example/token, fresh, valid for 10 min`. `now` is epoch ms. */
export function tokenProof({ source, since, session: { expiresAt } }: TokenOrigin, now: number): string {
  const validity = expiresAt === undefined ? 'valid until refused' : `valid for ${formatDuration(expiresAt - now)}`;
  return `token ${source}, ${since}, ${validity}`;
}
