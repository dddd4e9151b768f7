import { closest, distance } from 'fastest-levenshtein';
import type { Service } from '../domain/service.ts';
import type { ServiceIdentity } from '../domain/silence.ts';

/** Which services a command is about. Everything given must hold; without anything all services match. */
export interface Selection {
  readonly names: readonly string[];
  readonly group?: string;
  /** Each `key` or `key=value`; all must hold. */
  readonly tags: readonly string[];
  /** Part of the name, in any case. */
  readonly grep?: string;
}

/** The matching services in their order, and the names that match nothing, each with the closest existing ones. */
export interface SelectionResult<Item> {
  readonly selected: readonly Item[];
  readonly unmatched: readonly { readonly name: string; readonly closest: readonly string[] }[];
}

/** Picks the services of a selection. Pure. */
export function select<Item extends { readonly service: Service }>(
  items: readonly Item[],
  selection: Selection,
): SelectionResult<Item> {
  const existing = items.map(({ service }) => service.name);
  const unmatched = selection.names
    .filter((name) => !existing.includes(name))
    .map((name) => ({ name, closest: closestNames(name, existing) }));
  return { selected: items.filter(({ service }) => matchesSelection(service, selection)), unmatched };
}

/** One sentence for a name that matches nothing. */
export function describeUnmatched({ name, closest: near }: SelectionResult<never>['unmatched'][number]): string {
  const advice = near.length === 0 ? '' : `; did you mean ${near.map((other) => `"${other}"`).join(' or ')}?`;
  return `no service is named "${name}"${advice}`;
}

/** Whether everything of a selection holds for a service. */
export function matchesSelection(service: ServiceIdentity, { names, group, tags, grep }: Selection): boolean {
  if (names.length > 0 && !names.includes(service.name)) return false;
  if (group !== undefined && service.group !== group) return false;
  if (grep !== undefined && !service.name.toLowerCase().includes(grep.toLowerCase())) return false;
  return tags.every((tag) => hasTag(service, tag));
}

function hasTag({ tags }: ServiceIdentity, wanted: string): boolean {
  const [key = '', ...rest] = wanted.split('=');
  return rest.length === 0 ? Object.hasOwn(tags, key) : tags[key] === rest.join('=');
}

/** At most three existing names that a mistyped one may stand for, the nearest first; none only where nothing exists. */
export function closestNames(name: string, existing: readonly string[]): readonly string[] {
  if (existing.length === 0) return [];
  const near = existing
    .map((other) => ({ other, away: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(
      ({ other, away }) => away <= Math.max(2, name.length / 3) || other.toLowerCase().includes(name.toLowerCase()),
    )
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ other }) => other);
  return near.length > 0 ? near : [closest(name, existing)];
}
