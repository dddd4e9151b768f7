import { type Durations, durationsOf, sumDurations } from './availability.ts';
import type { TimeRange } from './calendar.ts';
import { type CheckTally, sumTallies } from './check-tally.ts';
import { type Reliability, reliabilityOf } from './outage.ts';
import { figuresFrom } from './sla.ts';
import type { Aggregation, GroupFigures, Objective, ServiceFigures } from './sla-report.ts';
import { combine, states, type Timeline } from './timeline.ts';

/** Several services that are to be seen as one. */
export interface GroupSources extends Pick<GroupFigures, 'kind' | 'name' | 'aggregation'> {
  /** With the tally that each was made from. */
  readonly members: readonly {
    readonly figures: ServiceFigures;
    readonly tally: CheckTally;
    readonly weight: number;
  }[];
  readonly objective?: Objective;
}

/** What each aggregation means, for people. */
export const aggregations: Readonly<Record<Aggregation, string>> = {
  all_of: 'down while any of its services is down',
  any_of: 'down while all of its services are down',
  weighted: 'the share of the service time of all its services, each by its weight',
};

/** The figures of several services together. */
export function groupFigures(period: TimeRange, sources: GroupSources): GroupFigures {
  const { kind, name, aggregation, members, objective } = sources;
  const services = members.map(({ figures }) => figures.service);
  const tally = sumTallies(members.map((member) => member.tally));
  const reached = { tally, ...(objective && { objective }) };
  const head = { kind, name, services, aggregation };
  if (aggregation === 'weighted') {
    const outages = members.flatMap(({ figures }) => figures.outages);
    const figures = figuresFrom(weightedMean(members), reached, (measured) => reliabilityOf(outages, period, measured));
    return { ...head, ...figures };
  }
  const timeline = combine(
    members.map(({ figures }) => figures.timeline),
    aggregation,
  );
  return { ...head, ...figuresFrom(durationsOf(timeline), reached, (measured) => reliabilityIn(timeline, measured)) };
}

/** 1 − Σ w·D / Σ w·V is the availability of these. */
function weightedMean(members: GroupSources['members']): Durations {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  return sumDurations(
    members.map(({ figures, weight }) => scaled(figures.durations, total === 0 ? 0 : weight / total)),
  );
}

function scaled(durations: Durations, factor: number): Durations {
  const result = { ...durations };
  for (const state of states) result[state] *= factor;
  return result;
}

/** A group has no incidents of its own: it fails when it goes down. Time of which nothing is known, or that is left out, ends no failure. */
function reliabilityIn(
  timeline: Timeline,
  { measuredMs, downMs }: { readonly measuredMs: number; readonly downMs: number },
): Reliability {
  const failures: { startedAt: number; downMs: number; ended: boolean }[] = [];
  for (const { state, fromAt, toAt } of timeline) {
    const last = failures.at(-1);
    if (state === 'down') {
      if (last === undefined || last.ended) failures.push({ startedAt: fromAt, downMs: toAt - fromAt, ended: false });
      else last.downMs += toAt - fromAt;
    } else if ((state === 'up' || state === 'degraded') && last !== undefined) {
      last.ended = true;
    }
  }
  const startAt = timeline[0]?.fromAt;
  const began = failures.filter(({ startedAt }) => startedAt !== startAt);
  const ended = began.filter((failure) => failure.ended);
  const repairMs = ended.reduce((sum, failure) => sum + failure.downMs, 0);
  return {
    failures: began.length,
    open: failures.filter((failure) => !failure.ended).length,
    ...(ended.length > 0 && { mttrMs: repairMs / ended.length }),
    ...(began.length > 0 && { mtbfMs: (measuredMs - downMs) / began.length }),
  };
}
