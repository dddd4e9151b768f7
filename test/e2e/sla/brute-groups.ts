import type { SyntheticGroup } from '../../support/synthetic-year.ts';
import { type BrutePromise, bruteReliability, bruteShares, type Lasted, seconds, timesOf } from './brute-figures.ts';
import { beganIn, bruteLatency, countChecks, type LatencyPromise, latencyVerdict, together } from './brute-latency.ts';
import type { BrutePeriod, BruteService } from './brute-service.ts';
import { bruteDurations, type StateName, within } from './brute-states.ts';
import type { Span } from './brute-zone.ts';

/** Several services as one. */
export interface BruteGroup extends Pick<SyntheticGroup, 'name' | 'aggregation' | 'weights'> {
  readonly kind: 'group' | 'tag' | 'overall';
  readonly members: readonly BruteService[];
  readonly slo?: BrutePromise & { readonly latency?: LatencyPromise };
}

/** The figures of a group, shaped as a report prints them. */
export function bruteGroup(group: BruteGroup, { span, slackMs }: Pick<BrutePeriod, 'span' | 'slackMs'>) {
  const { kind, name, aggregation, members, slo } = group;
  const seen = together(members.map(({ service, results }) => beganIn(results, span, slackMs(service.name))));
  const latency = bruteLatency(seen, slo?.latency);
  const { lasted, reliability } = aggregation === 'weighted' ? weighted(group, span) : combined(group, span);
  return {
    kind,
    name,
    services: members.map(({ service }) => service.name),
    aggregation,
    ...bruteShares(lasted, slo),
    ...reliability,
    latency,
    latency_verdict: latencyVerdict(slo?.latency, latency),
    checks: countChecks(seen),
  };
}

/** Every duration is the mean of those of the members, each by its weight. */
function weighted({ members, weights = {} }: BruteGroup, span: Span) {
  const lasted = { up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0, paused: 0 };
  let whole = 0;
  for (const { service, segments } of members) {
    const weight = weights[service.name] ?? 1;
    whole += weight;
    const own = bruteDurations(segments, span);
    for (const state of Object.keys(lasted) as StateName[]) lasted[state] += weight * own[state];
  }
  for (const state of Object.keys(lasted) as StateName[]) lasted[state] /= whole;
  const incidents = members.flatMap((member) => member.incidents);
  return { lasted, reliability: bruteReliability(incidents, span, lasted) };
}

interface Piece {
  readonly state: StateName;
  readonly ms: number;
}

/** At every instant: of those who are neither paused nor in maintenance, the worst known, or the best. */
function combined({ members, aggregation }: BruteGroup, span: Span) {
  const all = members.map(({ segments }) => within(segments, span));
  const cuts = new Set(all.flatMap((segments) => segments.flatMap(({ fromAt, toAt }) => [fromAt, toAt])));
  const instants = Float64Array.from(cuts).sort();
  const places = all.map(() => 0);
  const lasted = { up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0, paused: 0 };
  const pieces: Piece[] = [];
  for (let index = 0; index + 1 < instants.length; index += 1) {
    const at = instants[index] ?? 0;
    const ms = (instants[index + 1] ?? 0) - at;
    const present = all.map((segments, member) => {
      while ((segments[places[member] ?? 0]?.toAt ?? Number.POSITIVE_INFINITY) <= at)
        places[member] = (places[member] ?? 0) + 1;
      return segments[places[member] ?? 0]?.state ?? 'unknown';
    });
    const state = aggregation === 'any_of' ? anyOf(present) : allOf(present);
    lasted[state] += ms;
    pieces.push({ state, ms });
  }
  return { lasted, reliability: failuresOf(pieces, lasted) };
}

/** They are all needed: one that is down takes all down; one that is unknown leaves it open whether they are. */
function allOf(all: readonly StateName[]): StateName {
  const here = thoseHere(all);
  if (here.length === 0) return all.includes('maintenance') ? 'maintenance' : 'paused';
  for (const state of ['down', 'unknown', 'degraded'] as const) if (here.includes(state)) return state;
  return 'up';
}

/** One is enough: one that is up will do; one that is unknown may be. */
function anyOf(all: readonly StateName[]): StateName {
  const here = thoseHere(all);
  if (here.length === 0) return all.includes('maintenance') ? 'maintenance' : 'paused';
  for (const state of ['up', 'degraded', 'unknown'] as const) if (here.includes(state)) return state;
  return 'down';
}

function thoseHere(all: readonly StateName[]): readonly StateName[] {
  return all.filter((state) => state !== 'maintenance' && state !== 'paused');
}

interface Failure {
  readonly began: boolean;
  ended: boolean;
  downMs: number;
}

/** What began with the period did not begin in it. */
function failuresOf(pieces: readonly Piece[], lasted: Lasted) {
  const failures = pieces.reduce(goOn, []);
  const began = failures.filter((failure) => failure.began);
  const ended = began.filter((failure) => failure.ended);
  const repairMs = ended.reduce((sum, { downMs }) => sum + downMs, 0);
  const { measuredMs } = timesOf(lasted);
  return {
    incidents_began: began.length,
    incidents_open: failures.filter((failure) => !failure.ended).length,
    mttr_seconds: ended.length === 0 ? null : seconds(repairMs / ended.length),
    mtbf_seconds: began.length === 0 ? null : seconds((measuredMs - lasted.down) / began.length),
    mttd_seconds: null,
    mtta_seconds: null,
  };
}

/** A failure lasts from its first down time until the group is seen to work again, whatever else lies between. */
function goOn(failures: Failure[], { state, ms }: Piece, index: number): Failure[] {
  const open = failures.find(({ ended }) => !ended);
  if (state === 'down' && open !== undefined) open.downMs += ms;
  if (state === 'down' && open === undefined) failures.push({ began: index > 0, ended: false, downMs: ms });
  if ((state === 'up' || state === 'degraded') && open !== undefined) open.ended = true;
  return failures;
}
