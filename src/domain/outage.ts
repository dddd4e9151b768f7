import type { TimeRange } from './calendar.ts';
import { type Incident, type IncidentLevel, levelsOf, type TimelineEntry } from './incident.ts';
import type { Trouble } from './timeline.ts';

/** One incident as SLA figures see it. Instants are epoch ms. */
export interface Outage {
  readonly incident: Incident;
  /** From first failure to first success, level by level; what has not ended ends with `untilAt`. */
  readonly troubles: readonly Trouble[];
  /** The first level at which it was down; absent where it never was. */
  readonly down?: { readonly startedAt: number; readonly confirmedAt: number };
  /** When it ended for the service: its first success, or its removal. */
  readonly endedAt?: number;
  /** When the first channel accepted its alert. */
  readonly toldAt?: number;
  readonly acknowledgedAt?: number;
  /** What became of the messages about it: `firing to ops: 200`. */
  readonly deliveries: readonly { readonly at: number; readonly accepted: boolean; readonly text: string }[];
}

/** What an incident with its story means for the figures. `untilAt`: up to when anything is known of it. */
export function outageOf(incident: Incident, story: readonly TimelineEntry[], untilAt: number): Outage {
  const { recoveredAt, closedAt, acknowledged } = incident;
  const endedAt = recoveredAt ?? closedAt;
  const down = levelsOf(incident).find(({ status }) => status === 'unhealthy');
  const told = story.find(({ kind }) => kind === 'delivered');
  return {
    incident,
    troubles: troublesOf(levelsOf(incident), endedAt ?? untilAt),
    ...(down !== undefined && { down: { startedAt: down.startedAt, confirmedAt: down.confirmedAt } }),
    ...(endedAt !== undefined && { endedAt }),
    ...(told !== undefined && { toldAt: told.at }),
    ...(acknowledged !== undefined && { acknowledgedAt: acknowledged.at }),
    deliveries: story.flatMap(({ kind, at, text }) => {
      return kind === 'delivered' || kind === 'rejected' ? [{ at, accepted: kind === 'delivered', text }] : [];
    }),
  };
}

/** Levels that began only after it ended, or after what is known of it, are none; nor do any last less than no time, whatever a clock did. */
function troublesOf(levels: readonly IncidentLevel[], toAt: number): readonly Trouble[] {
  return levels
    .map(({ status, startedAt }, index): Trouble => {
      const state = status === 'unhealthy' ? 'down' : 'degraded';
      return { state, fromAt: startedAt, toAt: Math.min(toAt, levels[index + 1]?.startedAt ?? toAt) };
    })
    .filter((trouble) => trouble.fromAt < trouble.toAt);
}

/** How long it was down in all, ms. */
export function downMsOf({ troubles }: Outage): number {
  return troubles.reduce((sum, { state, fromAt, toAt }) => sum + (state === 'down' ? toAt - fromAt : 0), 0);
}

/** How reliable a service was. Absent figures have nothing to be made of. */
export interface Reliability {
  /** Outages that began in the period. */
  readonly failures: number;
  /** Outages that have not ended when the period does. */
  readonly open: number;
  /** Mean duration of the outages that ended in the period, ms. */
  readonly mttrMs?: number;
  /** (V − D) / failures, ms. */
  readonly mtbfMs?: number;
  /** From first failure to confirmation, of those that began in the period, ms. */
  readonly mttdMs?: number;
  /** From the first alert delivered to the acknowledgement, of those that began in the period and have both, ms. */
  readonly mttaMs?: number;
}

/** Of the outages that a service was down in; those that it was merely degraded in are no failures. */
export function reliabilityOf(
  outages: readonly Outage[],
  period: TimeRange,
  { measuredMs, downMs }: { readonly measuredMs: number; readonly downMs: number },
): Reliability {
  const began = outages.flatMap((outage) => {
    return outage.down !== undefined && isWithin(outage.down.startedAt, period)
      ? [{ ...outage, down: outage.down }]
      : [];
  });
  const ended = outages.filter(({ down, endedAt }) => down && endedAt !== undefined && isWithin(endedAt, period));
  const open = outages.filter(({ down, endedAt }) => {
    return down !== undefined && down.startedAt < period.toAt && (endedAt === undefined || endedAt >= period.toAt);
  });
  const mttrMs = meanOf(ended.map(downMsOf));
  const mttdMs = meanOf(began.map(({ down }) => down.confirmedAt - down.startedAt));
  const mttaMs = meanOf(began.flatMap(timeToAcknowledge));
  return {
    failures: began.length,
    open: open.length,
    ...(mttrMs !== undefined && { mttrMs }),
    ...(began.length > 0 && { mtbfMs: (measuredMs - downMs) / began.length }),
    ...(mttdMs !== undefined && { mttdMs }),
    ...(mttaMs !== undefined && { mttaMs }),
  };
}

function isWithin(at: number, { fromAt, toAt }: TimeRange): boolean {
  return fromAt <= at && at < toAt;
}

function timeToAcknowledge({ toldAt, acknowledgedAt }: Outage): readonly number[] {
  return toldAt === undefined || acknowledgedAt === undefined ? [] : [Math.max(0, acknowledgedAt - toldAt)];
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
