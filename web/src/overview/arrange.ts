import type { ServiceRow, ServiceState } from '../api/types.ts';
import { stateOf } from '../widgets/status.tsx';

/** A line of the list. */
export type Line =
  | { readonly kind: 'group'; readonly name: string; readonly services: number; readonly troubled: number }
  | { readonly kind: 'service'; readonly row: ServiceRow };

export interface Arrangement {
  /** Of one state only. */
  readonly state: string;
  /** What the reader searches for: every word has to occur. */
  readonly search: string;
  readonly isGrouped: boolean;
  /** Names of groups of which only the heading is shown. */
  readonly folded: ReadonlySet<string>;
}

/** What services without a group stand under. */
const noGroup = 'no group';

const rank: Readonly<Record<ServiceState, number>> = {
  unhealthy: 0,
  degraded: 1,
  unknown: 2,
  maintenance: 3,
  paused: 4,
  healthy: 5,
};

/** The lines of the list: worst first, groups with the worst service first, in the order of their names where equal. */
export function arrange(services: readonly ServiceRow[], wanted: Arrangement): readonly Line[] {
  const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = services
    .filter((row) => wanted.state === '' || stateOf(row) === wanted.state)
    .filter((row) => words.every((word) => searchText(row).includes(word)))
    .toSorted((a, b) => rank[stateOf(a)] - rank[stateOf(b)] || collator.compare(a.name, b.name));
  if (!wanted.isGrouped) return rows.map((row) => ({ kind: 'service', row }));
  const groups = new Map<string, ServiceRow[]>();
  for (const row of rows) {
    const name = row.group ?? noGroup;
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [row]);
    else members.push(row);
  }
  return [...groups].flatMap(([name, members]) => [
    { kind: 'group' as const, name, services: members.length, troubled: members.filter(isTroubled).length },
    ...(wanted.folded.has(name) ? [] : members.map((row) => ({ kind: 'service' as const, row }))),
  ]);
}

const collator = new Intl.Collator('en', { numeric: true });

function isTroubled({ status }: ServiceRow): boolean {
  return status === 'unhealthy' || status === 'degraded';
}

const searchTexts = new WeakMap<ServiceRow, string>();

function searchText(row: ServiceRow): string {
  const known = searchTexts.get(row);
  if (known !== undefined) return known;
  const tags = Object.entries(row.tags).map(([key, value]) => `${key}:${value}`);
  const text = [row.name, row.group ?? '', row.target, row.type, ...tags].join(' ').toLowerCase();
  searchTexts.set(row, text);
  return text;
}
