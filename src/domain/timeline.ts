import type { TimeRange } from './calendar.ts';
import type { Track } from './track.ts';

/** What a service was at an instant, the strongest first: who is paused is nothing else, and down is only who was looked at. */
export const states = ['paused', 'maintenance', 'unknown', 'down', 'degraded', 'up'] as const;
export type State = (typeof states)[number];

/** A stretch of a timeline. */
export interface Segment extends TimeRange {
  readonly state: State;
}

/** The state of a service over a period: segments that cover it whole, in order, no two neighbours alike. */
export type Timeline = readonly Segment[];

/** A confirmed level of trouble, from its first failure up to, but without, the first success. */
export interface Trouble extends TimeRange {
  readonly state: 'down' | 'degraded';
}

/** What a timeline is made of. Everything may reach beyond the period, and ranges of one kind may overlap. */
export interface TimelineSources {
  readonly track: Track;
  readonly troubles: readonly Trouble[];
  /** What was announced before it began. */
  readonly maintenance: readonly TimeRange[];
  readonly pauses: readonly TimeRange[];
}

/**
 * The one source of every figure about availability. What results say makes only the difference between known and unknown:
 * a failure that was never confirmed leaves the service up, and a success within a confirmed outage leaves it down.
 */
export function timelineOf(period: TimeRange, sources: TimelineSources): Timeline {
  const { track, troubles, maintenance, pauses } = sources;
  const seen = joined(track.filter(({ status }) => status !== 'unknown'));
  return sweep(period, [
    ...edgesOf('paused', pauses),
    ...edgesOf('maintenance', maintenance),
    ...edgesOf('up', seen),
    ...troubles.flatMap((trouble) => edgesOf(trouble.state, [trouble])),
  ]);
}

/** Ranges in the order of time, with those as one that follow each other without a gap. */
function joined(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const all: TimeRange[] = [];
  for (const { fromAt, toAt } of ranges) {
    const last = all.at(-1);
    if (last?.toAt === fromAt) all[all.length - 1] = { fromAt: last.fromAt, toAt };
    else all.push({ fromAt, toAt });
  }
  return all;
}

type Layer = Exclude<State, 'unknown'>;

/** One more, or one less, of a layer from an instant on. */
interface Edge {
  readonly at: number;
  readonly layer: Layer;
  readonly step: 1 | -1;
}

function edgesOf(layer: Layer, ranges: readonly TimeRange[]): readonly Edge[] {
  return ranges
    .filter(({ fromAt, toAt }) => fromAt < toAt)
    .flatMap(({ fromAt, toAt }) => [
      { at: fromAt, layer, step: 1 },
      { at: toAt, layer, step: -1 },
    ]);
}

function sweep({ fromAt, toAt }: TimeRange, edges: readonly Edge[]): Timeline {
  const open: Record<Layer, number> = { paused: 0, maintenance: 0, down: 0, degraded: 0, up: 0 };
  const segments: Segment[] = [];
  let at = fromAt;
  for (const edge of [...edges].sort((a, b) => a.at - b.at)) {
    if (edge.at >= toAt) break;
    if (edge.at > at) {
      extend(segments, { state: stateOf(open), fromAt: at, toAt: edge.at });
      at = edge.at;
    }
    open[edge.layer] += edge.step;
  }
  if (at < toAt) extend(segments, { state: stateOf(open), fromAt: at, toAt });
  return segments;
}

function stateOf(open: Readonly<Record<Layer, number>>): State {
  if (open.paused > 0) return 'paused';
  if (open.maintenance > 0) return 'maintenance';
  if (open.up === 0) return 'unknown';
  if (open.down > 0) return 'down';
  return open.degraded > 0 ? 'degraded' : 'up';
}

function extend(segments: Segment[], segment: Segment): void {
  const last = segments.at(-1);
  if (last?.state === segment.state) segments[segments.length - 1] = { ...last, toAt: segment.toAt };
  else segments.push(segment);
}

/** How the timelines of several services make one of them all. */
export const combinations = {
  all_of: 'down while any of them is down',
  any_of: 'down while all of them are down',
} as const;
export type Combination = keyof typeof combinations;

/**
 * One timeline of several over the same period. Who is paused or in maintenance is left out; where nobody remains, so is the
 * group. All of them: the worst known trouble counts, whatever is not known of others. Any of them: the best counts.
 */
export function combine(timelines: readonly Timeline[], combination: Combination): Timeline {
  const cuts = new Set(timelines.flatMap((timeline) => timeline.flatMap(({ fromAt, toAt }) => [fromAt, toAt])));
  const instants = [...cuts].sort((a, b) => a - b);
  const places = timelines.map(() => 0);
  const segments: Segment[] = [];
  for (const [index, fromAt] of instants.entries()) {
    const toAt = instants[index + 1];
    if (toAt === undefined) break;
    const present = timelines.flatMap((timeline, member) => {
      let place = places[member] ?? 0;
      while ((timeline[place]?.toAt ?? Number.POSITIVE_INFINITY) <= fromAt) place += 1;
      places[member] = place;
      return timeline[place]?.state ?? [];
    });
    extend(segments, { state: combinedState(present, combination), fromAt, toAt });
  }
  return segments;
}

// What decides, in this order, where anybody is it.
const precedence: Readonly<Record<Combination, readonly State[]>> = {
  all_of: ['down', 'unknown', 'degraded', 'up', 'maintenance', 'paused'],
  any_of: ['up', 'degraded', 'unknown', 'down', 'maintenance', 'paused'],
};

function combinedState(present: readonly State[], combination: Combination): State {
  return precedence[combination].find((state) => present.includes(state)) ?? 'unknown';
}
