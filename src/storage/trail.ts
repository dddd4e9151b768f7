import type { TimeRange } from '../domain/calendar.ts';
import { type Track, type TrackedResult, type TrackSpan, TrackWriter, trackOf } from '../domain/track.ts';

/** What the results of one hour or day say over time. Their track is their own: what was held before is not in it. */
export interface Trail {
  /** When the last of them began. */
  readonly lastAt: number;
  readonly track: Track;
}

/** The trail of results in the order of time; there must be one at least. */
export function trailOf(results: readonly TrackedResult[]): Trail {
  return { lastAt: results.at(-1)?.startedAt ?? 0, track: trackOf(results) };
}

/** The trail of several in the order of time. */
export function joinTrails(trails: readonly Trail[]): Trail {
  const writer = new TrackWriter();
  for (const { track } of trails) writer.join(track);
  return { lastAt: Math.max(...trails.map(({ lastAt }) => lastAt)), track: writer.finish() };
}

/**
 * Puts results that came late into a trail whose own results are stored no more: they tell only of time of which it knows
 * nothing, since nobody can say any more which look came before which.
 */
export function fillTrail(known: Trail, late: Trail): Trail {
  const added = late.track.flatMap((span) => outside(span, known.track));
  const track = [...known.track, ...added].sort((a, b) => a.fromAt - b.fromAt);
  return { lastAt: Math.max(known.lastAt, late.lastAt), track };
}

/** The parts of a span that a track says nothing of. */
function outside(span: TrackSpan, track: Track): readonly TrackSpan[] {
  const parts: TrackSpan[] = [];
  let fromAt = span.fromAt;
  for (const taken of track) {
    if (taken.toAt <= fromAt) continue;
    if (taken.fromAt >= span.toAt) break;
    if (taken.fromAt > fromAt) parts.push({ ...span, fromAt, toAt: taken.fromAt });
    fromAt = taken.toAt;
  }
  if (fromAt < span.toAt) parts.push({ ...span, fromAt });
  return parts;
}

/** What a track still holds at an instant and after it: a look back that counts as one, however many there were. */
export function carriedInto(track: Track, at: number): Track {
  return track
    .filter(({ toAt }) => toAt > at)
    .map((span) => ({ ...span, fromAt: Math.max(span.fromAt, at), looks: Math.min(span.looks, 1) }));
}

/** The spans that share an instant with the range, cut to it; they keep the number of their looks. */
export function cutTrack(track: Track, { fromAt, toAt }: TimeRange): Track {
  return track
    .filter((span) => span.toAt > fromAt && span.fromAt < toAt)
    .map((span) => {
      const isWithin = span.fromAt >= fromAt && span.toAt <= toAt;
      return isWithin ? span : { ...span, fromAt: Math.max(span.fromAt, fromAt), toAt: Math.min(span.toAt, toAt) };
    });
}
