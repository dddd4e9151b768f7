import type { TimeRange } from '../../src/domain/calendar.ts';
import type { Reason } from '../../src/domain/check-result.ts';
import { type CheckTally, sumTallies } from '../../src/domain/check-tally.ts';
import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import { type Outage, outageOf } from '../../src/domain/outage.ts';
import { sketchOf, valuesOf } from '../../src/domain/percentile-sketch.ts';
import type { MaintenanceWindow } from '../../src/domain/silence.ts';
import { type Day, type ServiceSources, serviceFigures } from '../../src/domain/sla.ts';
import type { Objective, ServiceFigures } from '../../src/domain/sla-report.ts';
import type { Status } from '../../src/domain/status.ts';
import { type TrackedResult, trackOf } from '../../src/domain/track.ts';

/** A stretch in which something went on, by its first instant and its length. */
interface Stretch {
  readonly at: number;
  readonly forMs: number;
}

/** What happened to a service, told so that a whole month of results can be made from it. */
export interface SlaStory {
  readonly name: string;
  readonly group?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly objective?: Objective;
  /** Five minutes unless told. */
  readonly intervalMs?: number;
  /** Half of the answers are faster. */
  readonly medianMs: number;
  readonly troubles?: readonly (Stretch & {
    readonly state: 'down' | 'degraded';
    readonly reason: Reason;
    readonly message: string;
    readonly acknowledgedBy?: string;
    readonly rejectedFirst?: boolean;
  })[];
  /** Single failures that nothing confirmed. */
  readonly blips?: readonly number[];
  /** Without results, or with results that could not judge, which have a reason. */
  readonly gaps?: readonly (Stretch & { readonly reason?: Reason })[];
  readonly windows?: readonly MaintenanceWindow[];
  readonly pauses?: readonly (TimeRange & { readonly by?: string })[];
}

/** The figures of a story over a period, with the tally that they were made from. */
export function toldFigures(
  { period, days }: { readonly period: TimeRange; readonly days: readonly Day[] },
  story: SlaStory,
): { readonly figures: ServiceFigures; readonly tally: CheckTally } {
  const results = resultsOf(story, period);
  const dayTallies = days.map(({ fromAt, toAt }) => {
    return tallyOf(
      story,
      results.filter(({ startedAt }) => fromAt <= startedAt && startedAt < toAt),
    );
  });
  const tally = sumTallies(dayTallies);
  const { name: service, group, tags = {}, objective, windows = [], pauses = [] } = story;
  const sources: ServiceSources = {
    service,
    tags,
    ...(group !== undefined && { group }),
    ...(objective && { objective }),
    ...{ track: trackOf(results), outages: outagesOf(story, period.toAt), windows, pauses, tally, dayTallies },
    ...(tally.sketch.count > 0 && { previousTally: faster(tally) }),
  };
  return { figures: serviceFigures({ period, days }, sources), tally };
}

const minuteMs = 60_000;

function resultsOf(story: SlaStory, { fromAt, toAt }: TimeRange): readonly TrackedResult[] {
  const { intervalMs = 5 * minuteMs } = story;
  const results: TrackedResult[] = [];
  for (let startedAt = fromAt; startedAt < toAt; startedAt += intervalMs) {
    const gap = story.gaps?.find((stretch) => holds(stretch, startedAt));
    if (gap !== undefined && gap.reason === undefined) continue;
    const seen = gap?.reason ? { status: 'unknown' as const, reason: gap.reason } : seenAt(story, startedAt);
    results.push({ startedAt, ...seen, attempts: 1, intervalMs });
  }
  return results;
}

function seenAt({ troubles = [], blips = [], intervalMs = 5 * minuteMs }: SlaStory, at: number) {
  const trouble = troubles.find((stretch) => holds(stretch, at));
  if (trouble) {
    const status: Status = trouble.state === 'down' ? 'unhealthy' : 'degraded';
    return { status, reason: trouble.reason };
  }
  const isBlip = blips.some((blip) => blip <= at && at < blip + intervalMs);
  return isBlip ? { status: 'unhealthy' as const, reason: 'timeout' } : { status: 'healthy' as const, reason: 'ok' };
}

function holds({ at, forMs }: Stretch, instant: number): boolean {
  return at <= instant && instant < at + forMs;
}

function tallyOf({ name, medianMs }: SlaStory, results: readonly TrackedResult[]): CheckTally {
  const counts = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  const times: number[] = [];
  let timeouts = 0;
  for (const { status, reason, startedAt } of results) {
    counts[status] += 1;
    if (reason === 'timeout') timeouts += 1;
    const factor = status === 'degraded' ? 6 : 1;
    if (status === 'healthy' || status === 'degraded') times.push(factor * responseMs(name, medianMs, startedAt));
  }
  return { counts, timeouts, sketch: sketchOf(times) };
}

/** Slower by day than by night, slower some days than others, with a tail. */
function responseMs(name: string, medianMs: number, at: number): number {
  const luck = noise(`${name} ${at}`);
  const day = Math.floor(at / 86_400_000);
  const hour = (at % 86_400_000) / 3_600_000;
  const rhythm = 1 + 0.25 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 0.2 * (noise(`${name} ${day}`) - 0.5);
  return medianMs * rhythm * (0.6 + 0.4 / (1.05 - luck) ** 0.75);
}

/** From 0 to 1, always the same for the same text (FNV-1a). */
function noise(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function faster(tally: CheckTally): CheckTally {
  const times = valuesOf(tally.sketch).flatMap(({ value, count }) => Array<number>(count).fill(0.905 * value));
  return { ...tally, sketch: sketchOf(times) };
}

function outagesOf({ name, troubles = [] }: SlaStory, untilAt: number): readonly Outage[] {
  return troubles.map(({ at, forMs, state, reason, message, acknowledgedBy, rejectedFirst }) => {
    const confirmedAt = at + 2 * minuteMs;
    const endedAt = at + forMs < untilAt ? at + forMs : undefined;
    const incident: Incident = {
      ...{ id: `${name}-${at}`, service: name, reason, message, startedAt: at, confirmedAt },
      status: state === 'down' ? 'unhealthy' : 'degraded',
      ...(endedAt !== undefined && { recoveredAt: endedAt, closedAt: endedAt + minuteMs, closedAs: 'recovered' }),
      ...(acknowledgedBy !== undefined && { acknowledged: { by: acknowledgedBy, at: confirmedAt + 4 * minuteMs } }),
    };
    const entry = (kind: TimelineEntry['kind'], secondsLater: number, text: string): TimelineEntry => {
      return { incidentId: incident.id, at: confirmedAt + secondsLater * 1_000, kind, text };
    };
    const story = [
      ...(rejectedFirst ? [entry('rejected', 2, 'firing to ops-chat: 503 Service Unavailable')] : []),
      entry('delivered', 3, 'firing to ops-mail: 250 queued'),
      ...(rejectedFirst ? [entry('delivered', 34, 'firing to ops-chat: 200')] : []),
    ];
    return outageOf(incident, story, untilAt);
  });
}
