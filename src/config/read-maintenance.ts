import { type MaintenanceSchedule, scheduleProblem } from '../domain/calendar.ts';
import type { Finding } from './finding.ts';
import { toServiceMatch } from './match-schema.ts';
import { type MatchFindings, matchFindings, type Roster } from './roster.ts';
import type { FileOptions } from './schema.ts';

/** The maintenance of a file with all that is wrong with it. */
export interface ReadMaintenance extends MatchFindings {
  readonly schedules: readonly MaintenanceSchedule[];
}

type Entries = FileOptions['maintenance'];

/** Reads the schedules; a pattern or zone that means nothing, a name that is there twice and names of no service are mistakes. */
export function readMaintenance(entries: Entries, roster: Roster): ReadMaintenance {
  const matched = entries.map(({ match }, index) => matchFindings(match, [index, 'match'], roster));
  return {
    schedules: entries.map(({ name, schedule, duration, timezone, match }) => {
      return { name, schedule, durationMs: duration, timezone, match: toServiceMatch(match) };
    }),
    findings: [
      ...entries.flatMap(scheduleFindings),
      ...duplicateNames(entries),
      ...matched.flatMap(({ findings }) => findings),
    ],
    warnings: matched.flatMap(({ warnings }) => warnings),
  };
}

function scheduleFindings({ schedule, timezone }: Entries[number], index: number): readonly Finding[] {
  // A zone that is none makes every pattern wrong: one of the two is told.
  const zone = scheduleProblem({ schedule: '0 0 * * *', timezone });
  const message = zone ?? scheduleProblem({ schedule, timezone });
  if (message === undefined) return [];
  return [{ path: [index, zone === undefined ? 'schedule' : 'timezone'], message }];
}

function duplicateNames(entries: Entries): readonly Finding[] {
  const names = entries.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return [{ path: [index, 'name'], message: `"${name}" is also the name of maintenance[${first}]` }];
  });
}
