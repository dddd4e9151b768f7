import type { ServiceGroup } from '../domain/slo.ts';
import type { Finding } from './finding.ts';
import type { ReadService } from './read-service.ts';
import type { Roster } from './roster.ts';
import type { FileOptions } from './schema.ts';
import { toSlo } from './slo-schema.ts';
import { closestName } from './suggestion.ts';

/** The groups of a file with all that is wrong with them. */
export interface ReadGroups {
  /** In the order of the file. */
  readonly groups: readonly ServiceGroup[];
  readonly findings: readonly Finding[];
}

/** What groups are checked against. */
export interface GroupContext {
  readonly roster: Roster;
  readonly services: readonly Pick<ReadService, 'service'>[];
}

/** Reads the groups; one that no service belongs to, and weights of others than its services, are mistakes. */
export function readGroups(keys: FileOptions['groups'], { roster, services }: GroupContext): ReadGroups {
  const entries = Object.entries(keys);
  return {
    groups: entries.map(([name, { aggregation, weights, slo }]) => {
      return { name, aggregation, weights, ...(slo && { slo: toSlo(slo) }) };
    }),
    findings: entries.flatMap(([name, group]) => {
      if (!roster.groups.has(name)) return [unknownGroup(name, roster)];
      const members = services.filter(({ service }) => service.group === name).map(({ service }) => service.name);
      return weightFindings(name, group, { members, roster });
    }),
  };
}

function unknownGroup(name: string, { groups }: Roster): Finding {
  const meant = closestName(name, [...groups]);
  const message = `no service has the group ${JSON.stringify(name)}`;
  return { path: [name], at: 'key', message, ...(meant !== undefined && { hint: `did you mean "${meant}"?` }) };
}

function weightFindings(
  name: string,
  { aggregation, weights }: FileOptions['groups'][string],
  { members, roster }: { readonly members: readonly string[]; readonly roster: Roster },
): readonly Finding[] {
  const weighted = Object.keys(weights);
  if (aggregation !== 'weighted' && weighted.length > 0) {
    const message = 'weights are for groups that are weighted';
    return [{ path: [name, 'weights'], at: 'key', message, hint: 'say "aggregation: weighted", or remove the key' }];
  }
  const strangers = weighted.filter((service) => !members.includes(service));
  const total = members.reduce((sum, service) => sum + (weights[service] ?? 1), 0);
  return [
    ...strangers.map((service) => stranger([name, 'weights', service], { service, group: name, members, roster })),
    ...(members.length > 0 && total === 0
      ? [{ path: [name, 'weights'], at: 'key', message: 'at least one service must have a weight above 0' } as const]
      : []),
  ];
}

interface Stranger {
  readonly service: string;
  readonly group: string;
  readonly members: readonly string[];
  readonly roster: Roster;
}

function stranger(path: Finding['path'], { service, group, members, roster }: Stranger): Finding {
  const meant = closestName(service, members);
  const message = roster.names.has(service)
    ? `${JSON.stringify(service)} is not of the group ${JSON.stringify(group)}`
    : `no service is named ${JSON.stringify(service)}`;
  return { path, at: 'key', message, ...(meant !== undefined && { hint: `did you mean "${meant}"?` }) };
}
