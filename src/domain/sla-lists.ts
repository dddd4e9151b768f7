import type { TimeRange } from './calendar.ts';
import type { Outage } from './outage.ts';
import { cutBy, overlap } from './ranges.ts';
import type { MaintenanceWindow } from './silence.ts';
import type { Exclusion, Gap, SoftFailure } from './sla-report.ts';
import type { Timeline } from './timeline.ts';
import type { Track } from './track.ts';

/** Whether a window may be left out of service time: only what was announced before it began. */
export function announcedIn({ createdAt, startsAt }: MaintenanceWindow): boolean {
  return createdAt < startsAt;
}

/** When a window held: until its end, or until it was cancelled. */
export function windowRange({ startsAt, endsAt, cancelledAt }: MaintenanceWindow): TimeRange {
  return { fromAt: startsAt, toAt: Math.max(startsAt, Math.min(endsAt, cancelledAt ?? endsAt)) };
}

/** What is left out of service time, cut to the period, by its beginning. */
export function exclusionsIn(
  period: TimeRange,
  {
    windows,
    pauses,
  }: {
    readonly windows: readonly MaintenanceWindow[];
    readonly pauses: readonly (TimeRange & { readonly by?: string })[];
  },
): readonly Exclusion[] {
  const all: readonly Exclusion[] = [
    ...windows.map((window) => ({
      ...windowRange(window),
      kind: 'maintenance' as const,
      name: window.name,
      by: window.by,
    })),
    ...pauses.map(({ fromAt, toAt, by = '' }) => ({ fromAt, toAt, kind: 'pause' as const, name: '', by })),
  ];
  return all
    .flatMap((exclusion) => {
      const range = overlap(exclusion, period);
      return range === undefined ? [] : [{ ...exclusion, ...range }];
    })
    .sort((a, b) => a.fromAt - b.fromAt || a.toAt - b.toAt);
}

/** Failures while the service counted as up: no incident confirmed them. */
export function softFailuresIn(
  period: TimeRange,
  {
    track,
    timeline,
    outages,
  }: { readonly track: Track; readonly timeline: Timeline; readonly outages: readonly Outage[] },
): readonly SoftFailure[] {
  const downs = outages.flatMap(({ troubles }) => troubles.filter(({ state }) => state === 'down'));
  const failures: SoftFailure[] = [];
  let place = 0;
  for (const span of track) {
    const range = span.status === 'unhealthy' ? overlap(span, period) : undefined;
    if (range === undefined) continue;
    while ((timeline[place]?.toAt ?? Number.POSITIVE_INFINITY) <= range.fromAt) place += 1;
    const state = timeline[place]?.state;
    if (
      (state === 'up' || state === 'degraded') &&
      !downs.some(({ fromAt, toAt }) => fromAt < range.toAt && range.fromAt < toAt)
    ) {
      failures.push({ ...range, checks: span.looks });
    }
  }
  return failures;
}

/** Where nothing is known, and why. */
export function gapsIn(timeline: Timeline, track: Track): readonly Gap[] {
  const unknown = timeline.filter(({ state }) => state === 'unknown');
  const explained = cutBy(
    track.filter(({ status }) => status === 'unknown'),
    unknown,
  );
  return unknown.flatMap((segment, index) => gapsOf(segment, explained[index] ?? []));
}

const noResults = 'not_monitored';

/** The spans are what is explained of it. */
function gapsOf({ fromAt, toAt }: TimeRange, spans: Track): readonly Gap[] {
  const gaps: Gap[] = [];
  let at = fromAt;
  for (const span of spans) {
    if (span.fromAt > at) gaps.push({ fromAt: at, toAt: span.fromAt, reason: noResults });
    gaps.push({ fromAt: span.fromAt, toAt: span.toAt, reason: span.reason ?? noResults });
    at = span.toAt;
  }
  if (at < toAt) gaps.push({ fromAt: at, toAt, reason: noResults });
  return gaps;
}
