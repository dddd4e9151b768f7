import type { z } from 'zod';
import type { DataPath } from './data-path.ts';
import type { Finding } from './finding.ts';
import type { matchKeys } from './match-schema.ts';
import { isRecord } from './record.ts';
import { closestName } from './suggestion.ts';

/** What the services of all files are called, those with mistakes too, so that one mistake is not told twice. */
export interface Roster {
  readonly names: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** Each as `key=value`. */
  readonly tags: ReadonlySet<string>;
}

/** Mistakes, and what is none but will never match. */
export interface MatchFindings {
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** Reads the roster from the data of every service; what `defaults:` says counts for all. */
export function rosterOf(services: readonly unknown[], defaults: unknown): Roster {
  const records = [...services, defaults].filter(isRecord);
  const texts = (key: string) => records.map((record) => record[key]).filter((value) => typeof value === 'string');
  const tags = records.flatMap((record) => (isRecord(record.tags) ? Object.entries(record.tags) : []));
  return {
    names: new Set(texts('name')),
    groups: new Set(texts('group')),
    tags: new Set(tags.map(([key, value]) => `${key}=${String(value)}`)),
  };
}

/** A name that no service has; undefined where there is one. */
export function unknownService(name: string, path: DataPath, { names }: Roster): Finding | undefined {
  if (names.has(name)) return undefined;
  const meant = closestName(name, [...names]);
  const message = `no service is named ${JSON.stringify(name)}`;
  return { path, message, ...(meant !== undefined && { hint: `did you mean "${meant}"?` }) };
}

/** What is wrong with the `match:` at a path: names of no service are mistakes, groups and tags of none are worth a warning. */
export function matchFindings(match: z.output<typeof matchKeys>, path: DataPath, roster: Roster): MatchFindings {
  const { services = [], group, tags = {} } = match;
  const strangers = Object.entries(tags).filter(([key, value]) => !roster.tags.has(`${key}=${value}`));
  return {
    findings: services.flatMap((name, index) => unknownService(name, [...path, 'services', index], roster) ?? []),
    warnings: [
      ...(group !== undefined && !roster.groups.has(group)
        ? [{ path: [...path, 'group'], message: `no service has the group ${JSON.stringify(group)}` }]
        : []),
      ...strangers.map(([key, value]) => ({
        path: [...path, 'tags', key],
        message: `no service has the tag ${JSON.stringify(`${key}=${value}`)}`,
      })),
    ],
  };
}
