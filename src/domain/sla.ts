import { availabilityOf, downTimeOf, durationsOf, errorBudgetOf, verdictOf } from './availability.ts';
import type { TimeRange } from './calendar.ts';
import { type CheckTally, latencyOf } from './check-tally.ts';
import { countedTroubles } from './min-outage.ts';
import { type Outage, type Reliability, reliabilityOf } from './outage.ts';
import { cutBy } from './ranges.ts';
import type { MaintenanceWindow } from './silence.ts';
import { announcedIn, exclusionsIn, gapsIn, softFailuresIn, windowRange } from './sla-lists.ts';
import type { DayFigures, Figures, Objective, ServiceFigures } from './sla-report.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import type { Track } from './track.ts';

/** A calendar day of the report's zone, cut to the period. */
export interface Day extends TimeRange {
  readonly date: string;
}

/** What is known of one service, from which everything else follows. */
export interface ServiceSources extends Pick<ServiceFigures, 'service' | 'group' | 'tags' | 'objective'> {
  readonly track: Track;
  /** Every outage that shares an instant with the period, oldest first. */
  readonly outages: readonly Outage[];
  /** Those that match it. */
  readonly windows: readonly MaintenanceWindow[];
  readonly pauses: readonly (TimeRange & { readonly by?: string })[];
  readonly tally: CheckTally;
  /** One for each day of the period, in their order. */
  readonly dayTallies: readonly CheckTally[];
  /** Of the period before. */
  readonly previousTally?: CheckTally;
}

/** Every figure of one service over a period. */
export function serviceFigures(
  { period, days }: { readonly period: TimeRange; readonly days: readonly Day[] },
  sources: ServiceSources,
): ServiceFigures {
  const { service, group, tags, objective, track, outages, windows, pauses, previousTally } = sources;
  const announced = windows.filter(announcedIn);
  const late = windows.filter((window) => !announcedIn(window));
  const timeline = timelineWith(announced, period, sources);
  const reached = { outages, tally: sources.tally, ...(objective && { objective }) };
  const figures = figuresOf(timeline, period, reached);
  return {
    service,
    tags,
    ...(group !== undefined && { group }),
    ...figures,
    timeline,
    outages,
    softFailures: softFailuresIn(period, { track, timeline, outages }),
    gaps: gapsIn(timeline, track),
    exclusions: exclusionsIn(period, { windows: announced, pauses }),
    adjustments: late.map((window) => ({ ...windowRange(window), ...authorOf(window) })),
    ...(late.length > 0 && { adjusted: adjustedBy(windows, period, sources) }),
    ...(previousTally && { previousLatency: latencyOf(previousTally, objective?.latency) }),
    days: dayFigures(days, { timeline, sources, figures }),
  };
}

function authorOf({ name, by, createdAt }: MaintenanceWindow) {
  return { name, by, announcedAt: createdAt };
}

function timelineWith(
  windows: readonly MaintenanceWindow[],
  period: TimeRange,
  { track, outages, pauses, objective }: ServiceSources,
): Timeline {
  const troubles = outages.flatMap((outage) => countedTroubles(outage.troubles, objective));
  return timelineOf(period, { track, troubles, pauses, maintenance: windows.map(windowRange) });
}

function adjustedBy(windows: readonly MaintenanceWindow[], period: TimeRange, sources: ServiceSources) {
  const { objective } = sources;
  const durations = durationsOf(timelineWith(windows, period, sources));
  const availability = availabilityOf(durations, objective?.degradedWeight);
  return { availability, ...(objective && { verdict: verdictOf(availability, objective.availability) }) };
}

/** What the figures of a timeline need beside it. */
export interface Reached {
  readonly outages: readonly Outage[];
  readonly tally: CheckTally;
  readonly objective?: Objective;
}

/** The figures that every timeline has. */
export function figuresOf(timeline: Timeline, period: TimeRange, reached: Reached): Figures {
  const durations = durationsOf(timeline);
  const reliabilityIn = (measured: { readonly measuredMs: number; readonly downMs: number }) =>
    reliabilityOf(reached.outages, period, measured);
  return figuresFrom(durations, reached, reliabilityIn);
}

/** The same where the durations do not come from one timeline. */
export function figuresFrom(
  durations: Figures['durations'],
  { tally, objective }: Omit<Reached, 'outages'>,
  reliabilityIn: (measured: { readonly measuredMs: number; readonly downMs: number }) => Reliability,
): Figures {
  const availability = availabilityOf(durations, objective?.degradedWeight);
  const latency = latencyOf(tally, objective?.latency);
  const latencyVerdict = latencyVerdictOf(latency.underShare, objective);
  return {
    durations,
    availability,
    reliability: reliabilityIn({ measuredMs: availability.measuredMs, downMs: durations.down }),
    latency,
    checks: tally.counts,
    ...(objective && {
      objective,
      verdict: verdictOf(availability, objective.availability),
      budget: errorBudgetOf(availability, objective.availability),
    }),
    ...(latencyVerdict && { latencyVerdict }),
  };
}

function latencyVerdictOf(underShare: number | undefined, objective: Objective | undefined): Figures['latencyVerdict'] {
  if (objective?.latency === undefined) return undefined;
  if (underShare === undefined) return 'insufficient_data';
  return underShare >= objective.latency.share ? 'met' : 'missed';
}

interface DayParts {
  readonly timeline: Timeline;
  readonly sources: ServiceSources;
  readonly figures: Figures;
}

function dayFigures(days: readonly Day[], { timeline, sources, figures }: DayParts): readonly DayFigures[] {
  const { objective, dayTallies } = sources;
  const parts = cutBy(timeline, days);
  let leftMs = figures.budget?.budgetMs;
  return days.map((day, index) => {
    const durations = durationsOf(parts[index] ?? []);
    const tally = dayTallies[index];
    if (leftMs !== undefined) leftMs -= downTimeOf(durations, objective?.degradedWeight);
    return {
      ...day,
      durations,
      latency: tally ? latencyOf(tally, objective?.latency) : { count: 0, timeouts: 0 },
      ...(leftMs !== undefined && { budgetLeftMs: leftMs }),
    };
  });
}
