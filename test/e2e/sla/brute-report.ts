import type { SyntheticYear } from '../../support/synthetic-year.ts';
import { type BruteGroup, bruteGroup } from './brute-groups.ts';
import { type BrutePeriod, type BruteService, bruteFigures, studyService } from './brute-service.ts';
import { bruteSegments } from './brute-states.ts';
import { civilDays, civilSpan, type Span } from './brute-zone.ts';

/** All services of a year, studied once. */
export interface BruteYear {
  readonly year: SyntheticYear;
  readonly studies: readonly BruteService[];
}

/** Works out everything that does not depend on the period. */
export function studyYear(year: SyntheticYear): BruteYear {
  return { year, studies: year.services.map((service) => studyService(service, year)) };
}

/** Civil dates of a zone: the first day, the day after the last one, and the first day of the period before. */
export interface CivilPeriod {
  readonly timezone: string;
  readonly first: string;
  readonly end: string;
  readonly previous: string;
}

/** The whole report, shaped as it is printed. */
export function bruteReport(
  { year, studies }: BruteYear,
  { timezone, first, end, previous }: CivilPeriod,
  slackMs: BrutePeriod['slackMs'] = () => 0,
) {
  const period: BrutePeriod = {
    span: civilSpan(timezone, first, end),
    previous: civilSpan(timezone, previous, first),
    days: civilDays(timezone, first, end),
    slackMs,
  };
  const reported = studies.filter((study) => study.service.isConfigured || isSeenIn(study, period.span));
  return {
    period: {
      from: new Date(period.span.fromAt).toISOString(),
      to: new Date(period.span.toAt).toISOString(),
      timezone,
      complete: true,
      seconds: (period.span.toAt - period.span.fromAt) / 1_000,
    },
    services: reported.map((study) => bruteFigures(study, period)),
    groups: groupsOf(reported, year).map((group) => bruteGroup(group, period)),
    overall: bruteGroup({ kind: 'overall', name: 'overall', aggregation: 'weighted', members: reported }, period),
  };
}

/** Whether anything is known of it there, be it only that nobody looked; what people planned is no knowledge. */
function isSeenIn({ results, incidents }: BruteService, span: Span): boolean {
  const told = bruteSegments(span, { results, levels: [], maintenance: [], pauses: [] });
  return (
    told.some(({ reason }) => reason !== 'not_monitored') ||
    incidents.some(({ levels, endedAt = span.toAt }) => (levels[0]?.fromAt ?? 0) < span.toAt && endedAt > span.fromAt)
  );
}

function groupsOf(studies: readonly BruteService[], { groups }: SyntheticYear): readonly BruteGroup[] {
  const configured = studies.filter(({ service }) => service.isConfigured);
  const names = unique(configured.flatMap(({ service }) => service.group ?? []));
  const tags = unique(configured.flatMap(({ service }) => Object.entries(service.tags).map((tag) => tag.join('='))));
  return [
    ...names.map((name): BruteGroup => {
      const members = configured.filter(({ service }) => service.group === name);
      const { aggregation = 'all_of', weights, slo } = groups.find((group) => group.name === name) ?? {};
      return { kind: 'group', name, aggregation, members, ...(weights && { weights }), ...(slo && { slo }) };
    }),
    ...tags.map((name): BruteGroup => {
      const members = configured.filter(({ service }) => {
        return Object.entries(service.tags).some((tag) => tag.join('=') === name);
      });
      return { kind: 'tag', name, aggregation: 'weighted', members };
    }),
  ];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
