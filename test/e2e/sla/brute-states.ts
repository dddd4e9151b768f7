import type { BruteLevel, Seen } from './brute-incidents.ts';
import type { Span } from './brute-zone.ts';

/** What a service was, numbered by what is stronger. */
export const stateNames = ['up', 'degraded', 'down', 'unknown', 'maintenance', 'paused'] as const;
export type StateName = (typeof stateNames)[number];

/** A stretch in one state, and why nothing is known where it is unknown. */
export interface BruteSegment extends Span {
  readonly state: StateName;
  readonly reason: string;
}

/** What decides about the state of a service. */
export interface BruteSources {
  readonly results: readonly Seen[];
  /** Those that count; in the order of time. */
  readonly levels: readonly BruteLevel[];
  readonly maintenance: readonly Span[];
  readonly pauses: readonly Span[];
}

/** Cuts the span at every instant at which anything happens, and asks of each piece what it was at its beginning. */
export function bruteSegments(span: Span, sources: BruteSources): readonly BruteSegment[] {
  const holds = createHolds(sources.results);
  const cuts = cutsOf(span, sources);
  const segments: BruteSegment[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const fromAt = cuts[index] ?? 0;
    const toAt = cuts[index + 1] ?? 0;
    if (fromAt === toAt) continue;
    const { state, reason } = stateAt(fromAt, holds, sources);
    const last = segments.at(-1);
    if (last?.state === state && last.reason === reason) segments[segments.length - 1] = { ...last, toAt };
    else segments.push({ fromAt, toAt, state, reason });
  }
  return segments;
}

function cutsOf(span: Span, { results, levels, maintenance, pauses }: BruteSources): Float64Array {
  const cuts = [span.fromAt, span.toAt];
  const add = (at: number) => {
    if (at > span.fromAt && at < span.toAt) cuts.push(at);
  };
  for (const { startedAt, intervalMs } of results) {
    add(startedAt);
    add(startedAt + 2 * intervalMs);
  }
  for (const { fromAt, toAt } of [...levels, ...maintenance, ...pauses]) {
    add(fromAt);
    add(toAt);
  }
  return Float64Array.from(cuts).sort();
}

function stateAt(
  at: number,
  holds: Holds,
  sources: BruteSources,
): { readonly state: StateName; readonly reason: string } {
  const isIn = ({ fromAt, toAt }: Span) => fromAt <= at && at < toAt;
  if (sources.pauses.some(isIn)) return { state: 'paused', reason: '' };
  if (sources.maintenance.some(isIn)) return { state: 'maintenance', reason: '' };
  const reason = holds.whyUnknown(at);
  if (reason !== undefined) return { state: 'unknown', reason };
  const level = levelAt(sources.levels, at);
  return { state: level === undefined ? 'up' : level.badness === 2 ? 'down' : 'degraded', reason: '' };
}

function levelAt(levels: readonly BruteLevel[], at: number): BruteLevel | undefined {
  const index = lastAtOrBefore(levels.length, (place) => levels[place]?.fromAt ?? 0, at);
  const level = levels[index];
  return level !== undefined && at < level.toAt ? level : undefined;
}

/** What results tell of an instant. */
interface Holds {
  /** Why nothing is known then; undefined where something is. */
  whyUnknown(at: number): string | undefined;
}

/**
 * A look holds until the next look, and for two intervals at most. After that it may be told why nobody looked: the first
 * such result since the last look that still holds for two of its intervals.
 */
function createHolds(results: readonly Seen[]): Holds {
  const looks: Seen[] = [];
  // For each look, where the results begin that came after it; of those before the first look it is 0.
  const after: number[] = [0];
  for (const [index, result] of results.entries()) {
    if (result.attempts === 0) continue;
    looks.push(result);
    after.push(index + 1);
  }
  return {
    whyUnknown(at) {
      const index = lastAtOrBefore(looks.length, (place) => looks[place]?.startedAt ?? 0, at);
      const look = looks[index];
      if (look !== undefined && holdsAt(look, at)) return look.status === 'unknown' ? look.reason : undefined;
      const excuse = firstAfter(results, after[index + 1] ?? 0, at);
      return excuse?.reason ?? 'not_monitored';
    },
  };
}

function holdsAt({ startedAt, intervalMs }: Seen, at: number): boolean {
  return startedAt <= at && at < startedAt + 2 * intervalMs;
}

/** The first from that place on that holds at an instant. */
function firstAfter(results: readonly Seen[], place: number, at: number): Seen | undefined {
  for (let index = place; (results[index]?.startedAt ?? Number.POSITIVE_INFINITY) <= at; index += 1) {
    const result = results[index];
    if (result !== undefined && holdsAt(result, at)) return result;
  }
  return undefined;
}

/** The place of the last of so many ascending instants that is not after one; -1 where there is none. */
export function lastAtOrBefore(count: number, instantOf: (place: number) => number, at: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instantOf(middle) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** How long each state lasted within a span, ms. */
export function bruteDurations(segments: readonly BruteSegment[], span: Span): Record<StateName, number> {
  const lasted = { up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0, paused: 0 };
  for (const { state, ...segment } of within(segments, span)) lasted[state] += segment.toAt - segment.fromAt;
  return lasted;
}

/** The parts of ordered segments that lie in a span. */
export function within<T extends Span>(segments: readonly T[], { fromAt, toAt }: Span): readonly T[] {
  const first = Math.max(
    0,
    lastAtOrBefore(segments.length, (place) => segments[place]?.fromAt ?? 0, fromAt),
  );
  const parts: T[] = [];
  for (let place = first; place < segments.length; place += 1) {
    const segment = segments[place];
    if (segment === undefined || segment.fromAt >= toAt) break;
    const part = { ...segment, fromAt: Math.max(segment.fromAt, fromAt), toAt: Math.min(segment.toAt, toAt) };
    if (part.fromAt < part.toAt) parts.push(part);
  }
  return parts;
}
