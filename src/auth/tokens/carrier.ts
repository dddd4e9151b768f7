import type { Credentials } from '../scheme.ts';

/** How a request carries a token. */
export interface TokenCarrier {
  readonly header: string;
  /** The word before the token; nothing where it is empty. */
  readonly prefix: string;
}

/** A bearer token in the Authorization header (RFC 6750 §2.1). */
export const bearerCarrier: TokenCarrier = { header: 'Authorization', prefix: 'Bearer' };

/** What a request with this token brings along. */
export function carrying(token: string, { header, prefix }: TokenCarrier): Credentials {
  return { headers: { [header]: prefix === '' ? token : `${prefix} ${token}` }, params: {} };
}

/** The token of a request that was made with it. */
export function carriedToken({ headers }: Credentials, { header, prefix }: TokenCarrier): string {
  const value = headers[header] ?? '';
  return prefix === '' ? value : value.slice(prefix.length + 1);
}
