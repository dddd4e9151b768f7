import type { TimeRange } from '../../domain/calendar.ts';
import { type CheckTally, latencyOf, sumTallies } from '../../domain/check-tally.ts';
import type { LatencyFigures } from '../../domain/sla-report.ts';
import type { PastStore } from './past.ts';

/** The checks of one service over slots and spans of time. */
export interface Checks {
  /** Of each slot. */
  readonly slots: readonly LatencyFigures[];
  /** Of each span. */
  readonly spans: readonly CheckTally[];
}

/** Over what checks are summed up. */
export interface ChecksQuery {
  /** All of them where none is named. */
  readonly service?: string;
  /** In the order of time, none of which overlap. */
  readonly slots: readonly TimeRange[];
  /** Each of which ends with the last slot, the shortest first. */
  readonly spansFromAt: readonly number[];
}

const hourMs = 3_600_000;

/** Sums up the checks of slots and spans by service, from one reading of the store; of whom there are none is absent. */
export async function readChecks(
  store: Pick<PastStore, 'tallySeries'>,
  { service, slots, spansFromAt }: ChecksQuery,
): Promise<ReadonlyMap<string, Checks>> {
  const instants = new Set([...spansFromAt, ...slots.flatMap(({ fromAt, toAt }) => [fromAt, toAt])]);
  const cuts = [...instants].sort((a, b) => a - b);
  const series = await store.tallySeries({ cuts: toEndOfHour(cuts), ...(service !== undefined && { service }) });
  const slotPlaces = slots.map(({ fromAt, toAt }) => [cuts.indexOf(fromAt), cuts.indexOf(toAt)] as const);
  const spanPlaces = spansFromAt.map((fromAt) => cuts.indexOf(fromAt));
  const latencyIn = ([only, ...others]: readonly CheckTally[]) =>
    latencyOf(
      only !== undefined && others.length === 0 ? only : sumTallies(only === undefined ? [] : [only, ...others]),
    );
  return new Map(
    series.map(({ service: name, parts }) => {
      const slotLatencies = slotPlaces.map(([from, to]) => latencyIn(parts.slice(from, to)));
      return [name, { slots: slotLatencies, spans: sumsFrom(spanPlaces, parts) }];
    }),
  );
}

/** The sum of the parts from each place on; every part is added once. Places descend. */
function sumsFrom(places: readonly number[], parts: readonly CheckTally[]): readonly CheckTally[] {
  let sum = sumTallies([]);
  let summedFrom = parts.length;
  return places.map((place) => {
    sum = sumTallies([...parts.slice(place, summedFrom), sum]);
    summedFrom = place;
    return sum;
  });
}

/** Nothing is stored of the rest of the present hour, and whole hours need no single results. */
function toEndOfHour(cuts: readonly number[]): readonly number[] {
  return [...cuts.slice(0, -1), ...cuts.slice(-1).map((last) => Math.ceil(last / hourMs) * hourMs)];
}

/** Of whom there are no checks. */
export function noChecks({ slots, spansFromAt }: ChecksQuery): Checks {
  const nothing = sumTallies([]);
  return { slots: slots.map(() => latencyOf(nothing)), spans: spansFromAt.map(() => nothing) };
}
