import { tellingOf } from '../../support/synthetic-people.ts';
import type { SyntheticService, SyntheticYear } from '../../support/synthetic-year.ts';
import {
  type AnsweredIncident,
  bruteAvailability,
  bruteReliability,
  bruteShares,
  bruteVerdict,
  downTime,
  type Lasted,
  printedDurations,
  seconds,
  timesOf,
} from './brute-figures.ts';
import { type BruteIncident, bruteIncidents, type Seen } from './brute-incidents.ts';
import { beganIn, bruteLatency, countChecks, latencyVerdict } from './brute-latency.ts';
import { type BruteSegment, bruteDurations, bruteSegments, type StateName, within } from './brute-states.ts';
import type { BruteDay, Span } from './brute-zone.ts';

/** What is to be worked out. */
export interface BrutePeriod {
  readonly span: Span;
  readonly previous: Span;
  readonly days: readonly BruteDay[];
  /** By how much the ends of stretches may be moved where checks are counted, ms, by service. */
  readonly slackMs: (service: string) => number;
}

/** All about one service over a year, worked out once, from which the figures of any period in it follow. */
export interface BruteService {
  readonly service: SyntheticService;
  readonly results: readonly Seen[];
  readonly incidents: readonly AnsweredIncident[];
  /** Of the whole synthetic year. */
  readonly segments: readonly BruteSegment[];
  /** The same as if late maintenance counted. */
  readonly adjusted: readonly BruteSegment[];
  readonly windows: readonly BruteWindow[];
}

interface BruteWindow extends Span {
  readonly name: string;
  readonly by: string;
  readonly announcedAt: number;
  readonly isAnnounced: boolean;
}

/** Works out everything that does not depend on the period. Of a service that is not configured any more only its name is known. */
export function studyService(synthetic: SyntheticService, year: SyntheticYear): BruteService {
  const { slo: _slo, group: _group, ...nameless } = synthetic;
  const service = synthetic.isConfigured ? synthetic : { ...nameless, tags: {} };
  const results = service.results();
  const incidents = bruteIncidents(results, service.removedAt).map((incident) => answered(service, incident));
  const windows = windowsFor(service, year);
  const least = service.slo?.minOutageMs ?? 0;
  const levels = incidents
    .flatMap((incident) => incident.levels)
    .filter(({ badness, fromAt, toAt }) => badness === 1 || toAt - fromAt >= least);
  const pauses = service.pauses.map(({ fromAt, toAt = Number.POSITIVE_INFINITY }) => ({ fromAt, toAt }));
  const segments = (maintenance: readonly Span[]) => bruteSegments(year, { results, levels, pauses, maintenance });
  const announced = windows.filter(({ isAnnounced }) => isAnnounced);
  return {
    service,
    results,
    incidents,
    windows,
    segments: segments(announced),
    adjusted: announced.length === windows.length ? [] : segments(windows),
  };
}

function answered(service: SyntheticService, incident: BruteIncident): AnsweredIncident {
  const [first] = incident.levels;
  if (first === undefined) return incident;
  const { deliveredAfterMs, acknowledgedAfterMs } = tellingOf(service, first.fromAt);
  const answeredAt = first.confirmedAt + (acknowledgedAfterMs ?? Number.POSITIVE_INFINITY);
  return {
    ...incident,
    ...(deliveredAfterMs !== undefined && { deliveredAt: first.confirmedAt + deliveredAfterMs }),
    ...(answeredAt < (incident.closedAt ?? Number.MAX_VALUE) && { acknowledgedAt: answeredAt }),
  };
}

/** Windows say whom they are for by name, group and tags. */
function windowsFor({ name, group, tags }: SyntheticService, year: SyntheticYear): readonly BruteWindow[] {
  return year.windows.flatMap((window) => {
    const { match, startsAt, endsAt, cancelledAt = endsAt, createdAt: announcedAt, by } = window;
    if (match.services && !match.services.includes(name)) return [];
    if (match.group && match.group !== group) return [];
    if (!Object.entries(match.tags ?? {}).every(([key, value]) => tags[key] === value)) return [];
    const toAt = Math.max(startsAt, Math.min(endsAt, cancelledAt));
    return [{ name: window.name, by, fromAt: startsAt, toAt, announcedAt, isAnnounced: announcedAt < startsAt }];
  });
}

/** The figures of a service, shaped as a report prints them. */
export function bruteFigures(study: BruteService, { span, previous, days, slackMs }: BrutePeriod) {
  const { service, results, incidents, segments, adjusted } = study;
  const { name, isConfigured, group, tags, slo } = service;
  const lasted = bruteDurations(segments, span);
  const slack = slackMs(name);
  const seen = beganIn(results, span, slack);
  const latency = bruteLatency(seen, slo?.latency);
  const touching = incidents.filter((incident) => touches(incident, span));
  return {
    name,
    configured: isConfigured,
    group: group ?? null,
    tags,
    ...bruteShares(lasted, slo),
    ...bruteReliability(touching, span, lasted),
    latency,
    latency_verdict: latencyVerdict(slo?.latency, latency),
    checks: countChecks(seen),
    previous_latency: bruteLatency(beganIn(results, previous, slack), slo?.latency),
    incidents: touching.map((incident) => printedIncident(incident, span)),
    soft_failures: softFailures(study, span),
    gaps: gaps(segments, span),
    ...people(study, span),
    adjusted:
      adjusted.length === 0 || !study.windows.some((window) => !window.isAnnounced && isNear(window, span))
        ? null
        : {
            ...bruteAvailability(bruteDurations(adjusted, span), slo),
            ...bruteVerdict(bruteDurations(adjusted, span), slo),
          },
    days: printedDays(study, { days, slack, whole: lasted }),
    timeline: timeline(segments, span),
  };
}

function touches({ levels, endedAt = Number.POSITIVE_INFINITY }: BruteIncident, span: Span): boolean {
  return (levels[0]?.fromAt ?? 0) < span.toAt && endedAt > span.fromAt;
}

/** Called off before it began, it still stands in the calendar. */
function isNear({ fromAt, toAt }: Span, span: Span): boolean {
  return fromAt < span.toAt && toAt > span.fromAt;
}

const instant = (at: number) => new Date(at).toISOString();
const instantOrNull = (at: number | undefined) => (at === undefined ? null : instant(at));
const lasting = ({ fromAt, toAt }: Span) => ({
  from: instant(fromAt),
  to: instant(toAt),
  seconds: seconds(toAt - fromAt),
});

function printedIncident(incident: AnsweredIncident, span: Span) {
  const { levels, endedAt, deliveredAt, acknowledgedAt } = incident;
  return {
    status: levels.some(({ badness }) => badness === 2) ? 'unhealthy' : 'degraded',
    started: instant(levels[0]?.fromAt ?? 0),
    confirmed: instant(levels[0]?.confirmedAt ?? 0),
    ended: instantOrNull(endedAt),
    down_seconds: seconds(downTime(incident, endedAt ?? span.toAt)),
    // Of what has not ended, nothing beyond the period is told.
    levels: levels
      .map((level) => ({ ...level, toAt: Math.min(level.toAt, endedAt ?? span.toAt) }))
      .filter((level) => level.fromAt < level.toAt)
      .map(({ badness, ...level }) => ({ state: badness === 2 ? 'down' : 'degraded', ...lasting(level) })),
    alerted: instantOrNull(deliveredAt),
    acknowledged: instantOrNull(acknowledgedAt),
  };
}

/** Bad checks in a row that no confirmed outage covers, while the service counted as up or degraded. */
function softFailures({ results, segments, incidents }: BruteService, span: Span) {
  const downs = incidents.flatMap(({ levels }) => levels.filter(({ badness }) => badness === 2));
  return (
    badRuns(results)
      .filter((run) => !downs.some((down) => isNear(down, run)) && isNear(run, span))
      // Of one that crosses an end of the period it is not said how many of its checks are counted.
      .map((run) => ({ ...run, checks: run.fromAt < span.fromAt || run.toAt > span.toAt ? undefined : run.checks }))
      .map((run) => ({ ...run, fromAt: Math.max(run.fromAt, span.fromAt), toAt: Math.min(run.toAt, span.toAt) }))
      .filter((run) => ['up', 'degraded'].includes(stateAtStart(segments, run)))
      .map(({ checks, ...run }) => ({ ...lasting(run), checks }))
  );
}

interface BadRun extends Span {
  readonly checks: number;
}

/** Stretches over which the last look was bad. */
function badRuns(results: readonly Seen[]): readonly BadRun[] {
  const looks = results.filter(({ attempts }) => attempts > 0);
  const runs: BadRun[] = [];
  for (const [index, { startedAt: fromAt, intervalMs, status }] of looks.entries()) {
    if (status !== 'unhealthy') continue;
    const toAt = Math.min(fromAt + 2 * intervalMs, looks[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY);
    const last = runs.at(-1);
    if (last?.toAt === fromAt) runs[runs.length - 1] = { fromAt: last.fromAt, toAt, checks: last.checks + 1 };
    else runs.push({ fromAt, toAt, checks: 1 });
  }
  return runs;
}

function stateAtStart(segments: readonly BruteSegment[], { fromAt }: Span): StateName {
  return within(segments, { fromAt, toAt: fromAt + 1 })[0]?.state ?? 'unknown';
}

function gaps(segments: readonly BruteSegment[], span: Span) {
  return within(segments, span)
    .filter(({ state }) => state === 'unknown')
    .map((segment) => ({ ...lasting(segment), reason: segment.reason }));
}

function people({ windows, service }: BruteService, span: Span) {
  const maintenance = windows.filter(({ isAnnounced }) => isAnnounced);
  const excluded = [
    ...maintenance.map((window) => ({ kind: 'maintenance', ...window })),
    ...service.pauses.map(({ fromAt, toAt = Number.POSITIVE_INFINITY }) => {
      return { kind: 'pause', name: '', by: 'ada', fromAt, toAt };
    }),
  ];
  return {
    exclusions: excluded
      .flatMap((stretch) => within([stretch], span))
      .sort((a, b) => a.fromAt - b.fromAt || a.toAt - b.toAt)
      .map(({ kind, name, by, ...part }) => ({ kind, name, by, ...lasting(part) })),
    adjustments: windows
      .filter((window) => !window.isAnnounced && isNear(window, span))
      .map((window) => ({
        name: window.name,
        by: window.by,
        announced: instant(window.announcedAt),
        ...lasting(window),
      })),
  };
}

function printedDays(
  { service: { slo }, results, segments }: BruteService,
  { days, slack, whole }: { readonly days: readonly BruteDay[]; readonly slack: number; readonly whole: Lasted },
) {
  const allowedMs = slo && ((100 - slo.objective) * timesOf(whole, slo).serviceMs) / 100;
  let spentMs = 0;
  return days.map((day) => {
    const lasted = bruteDurations(segments, day);
    spentMs += timesOf(lasted, slo).countedMs;
    return {
      date: day.date,
      from: instant(day.fromAt),
      to: instant(day.toAt),
      availability: bruteAvailability(lasted, slo).availability,
      ...printedDurations(lasted, slo),
      ...bruteLatency(beganIn(results, day, slack), slo?.latency),
      budget_left_seconds: allowedMs === undefined ? null : seconds(allowedMs - spentMs),
    };
  });
}

/** Without reasons, so that neighbours of one state are one. */
function timeline(segments: readonly BruteSegment[], span: Span) {
  const all: { state: StateName; fromAt: number; toAt: number }[] = [];
  for (const { state, fromAt, toAt } of within(segments, span)) {
    const last = all.at(-1);
    if (last?.state === state) last.toAt = toAt;
    else all.push({ state, fromAt, toAt });
  }
  return all.map(({ state, fromAt, toAt }) => ({ state, from: instant(fromAt), to: instant(toAt) }));
}
