/** An address a name resolved to. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface LookupOptions {
  readonly family: 4 | 6 | 'any';
  /** DNS server to ask, `address` or `address:port`; the system's without it. */
  readonly resolver?: string;
  readonly signal: AbortSignal;
}

/** Resolves a host name or IP literal to at least one address; rejects with a Failure (`dns_*`, `timeout`, `interrupted`). */
export type Lookup = (hostname: string, options: LookupOptions) => Promise<readonly ResolvedAddress[]>;
