import type { TimeRange } from '../../domain/calendar.ts';
import { groupFigures } from '../../domain/sla-groups.ts';
import type { GroupFigures, SlaReport } from '../../domain/sla-report.ts';
import type { ServiceGroup } from '../../domain/slo.ts';
import { compareNames } from './reported-services.ts';
import type { Made, Reported } from './request.ts';

export interface GroupingContext {
  readonly period: TimeRange;
  /** All services, also those that are not in the report. */
  readonly all: readonly Reported[];
  /** Those that the configuration says more of. */
  readonly groups: readonly ServiceGroup[];
}

/** The groups and tags all of whose services are in the report, and the report as a whole. */
export function groupsOf(made: readonly Made[], context: GroupingContext): Pick<SlaReport, 'groups' | 'overall'> {
  const { period, groups } = context;
  const byGroup = membersBy(made, context, ({ identity: { group } }) => (group === undefined ? [] : [group]));
  const byTag = membersBy(made, context, ({ identity: { tags } }) => {
    return Object.entries(tags).map(([name, value]) => `${name}=${value}`);
  });
  const meanOf = (kind: GroupFigures['kind'], name: string, members: readonly Made[]) =>
    groupFigures(period, { kind, name, aggregation: 'weighted', members: members.map(unweighted) });
  return {
    groups: [
      ...byGroup.map(([name, members]) => groupOf(name, members, { period, groups })),
      ...byTag.map(([name, members]) => meanOf('tag', name, members)),
    ],
    overall: meanOf('overall', 'overall', made),
  };
}

function groupOf(
  name: string,
  members: readonly Made[],
  { period, groups }: Pick<GroupingContext, 'period' | 'groups'>,
): GroupFigures {
  const { aggregation = 'all_of', weights = {}, slo } = groups.find((group) => group.name === name) ?? {};
  return groupFigures(period, {
    kind: 'group',
    name,
    aggregation,
    members: members.map((member) => ({ ...unweighted(member), weight: weights[member.identity.name] ?? 1 })),
    ...(slo && { objective: slo.objective }),
  });
}

function unweighted({ figures, tally }: Made) {
  return { figures, tally, weight: 1 };
}

/** Without those of which a service is not in the report: half a group is none. */
function membersBy(
  made: readonly Made[],
  { all }: Pick<GroupingContext, 'all'>,
  keysOf: (service: Reported) => readonly string[],
): readonly (readonly [key: string, members: readonly Made[]])[] {
  const members = new Map<string, Made[]>();
  for (const service of made) {
    for (const key of keysOf(service)) members.set(key, [...(members.get(key) ?? []), service]);
  }
  const counts = new Map<string, number>();
  for (const key of all.flatMap(keysOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...members]
    .filter(([key, services]) => services.length === counts.get(key))
    .sort(([a], [b]) => compareNames(a, b));
}
