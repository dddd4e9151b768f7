/** What a caller of the API may do; each includes those before it. */
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Whether who is allowed the one may do what needs the other. */
export function allows(allowed: Scope | 'none', needed: Scope | 'none'): boolean {
  return rank(allowed) >= rank(needed);
}

function rank(scope: Scope | 'none'): number {
  return scope === 'none' ? -1 : scopes.indexOf(scope);
}

/** What lets somebody in. Instants are epoch ms. */
export interface AccessToken {
  readonly id: string;
  /** Of whoever holds it: unique among tokens that are in force; a session has that of its token, or of its person. */
  readonly name: string;
  readonly scope: Scope;
  /** SHA-256 of the token as hex: the token itself is kept nowhere. */
  readonly hash: string;
  readonly createdAt: number;
  /** In force for ever without it. */
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  /** Of a session that began with a token: its id. */
  readonly parentId?: string;
  /** A browser's session; else a token that a person made. */
  readonly isSession: boolean;
}

/** One change that was made through the API. */
export interface AuditEntry {
  readonly id: number;
  readonly at: number;
  /** Name of the token or the person. */
  readonly by: string;
  /** The address it came from. */
  readonly client: string;
  /** The operation, such as `createService`. */
  readonly action: string;
  /** What it was done to. */
  readonly target: string;
  /** Of the answer. */
  readonly status: number;
  readonly requestId: string;
}
