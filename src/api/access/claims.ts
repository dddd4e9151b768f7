import type { OidcSettings } from '../../config/config.ts';
import { allows, type Scope } from '../../domain/access.ts';

/** What a provider says of a person, by the names of OpenID Connect Core 1.0 §5.1. */
export type Claims = Readonly<Record<string, unknown>>;

/** The most that a person may do; undefined where nothing lets them in. An address counts only where the provider has verified it. */
export function scopeOf(
  claims: Claims,
  { allow, groupsClaim }: Pick<OidcSettings, 'allow' | 'groupsClaim'>,
): Scope | undefined {
  const address = claims.email_verified === true && typeof claims.email === 'string' ? claims.email.toLowerCase() : '';
  const listed = claims[groupsClaim];
  const groups: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const fitting = allow.filter(({ email, group }) =>
    group === undefined ? email !== undefined && isAddressOf(address, email) : groups.includes(group),
  );
  return fitting.map(({ scope }) => scope).reduce<Scope | undefined>(larger, undefined);
}

function isAddressOf(address: string, pattern: string): boolean {
  if (!pattern.startsWith('*@')) return address === pattern;
  const at = address.lastIndexOf('@');
  return at > 0 && address.slice(at) === pattern.slice(1);
}

function larger(one: Scope | undefined, other: Scope): Scope {
  return one !== undefined && allows(one, other) ? one : other;
}

/** What a person is called in what is written down. */
export function nameIn({ email, preferred_username: username, sub }: Claims): string {
  return String(email ?? username ?? sub).slice(0, 200);
}
