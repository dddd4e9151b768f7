import type { TimeRange } from '../../domain/calendar.ts';
import type { CheckTally } from '../../domain/check-tally.ts';
import { emptySketch } from '../../domain/percentile-sketch.ts';
import type { MaintenanceWindow } from '../../domain/silence.ts';
import type { Track } from '../../domain/track.ts';
import type { ToldIncident } from '../../storage/store.ts';
import type { SlaReportParts } from './request.ts';

/** Everything known of one service over a period. */
export interface ServiceRecords {
  readonly track: Track;
  readonly incidents: readonly ToldIncident[];
  readonly pauses: readonly (TimeRange & { readonly by?: string })[];
  /** Of every service: whom they are for is in them. */
  readonly windows: readonly MaintenanceWindow[];
  readonly dayTallies: readonly CheckTally[];
  /** By how much at most days were counted from and to another instant than their own, ms. */
  readonly errorMs: number;
  readonly previousTally: CheckTally;
}

/** Everything known of all services over a period. */
export interface Records {
  /** Of the services that anything is known of. */
  names(): readonly string[];
  of(service: string): ServiceRecords;
}

export interface Reading {
  readonly period: TimeRange;
  readonly previous: TimeRange;
  readonly days: readonly TimeRange[];
}

/** Reads everything that a report is made of, each kind once for all services. */
export async function readRecords({ period, previous, days }: Reading, parts: SlaReportParts): Promise<Records> {
  const { source, nextTurn, onProgress } = parts;
  const range = { fromAt: period.fromAt, toAt: period.toAt };
  const step = async <T>(share: number, what: string, read: () => Promise<T>): Promise<T> => {
    onProgress?.(share, `reading ${what}`);
    await nextTurn();
    return read();
  };
  const told = await step(0, 'incidents', () => source.incidentsBetween(range));
  const incidents = groupedBy(told.filter(isWithin(range)), ({ incident }) => incident.service);
  const windows = await source.maintenance(range);
  const pauses = groupedBy(await source.pauses(range), ({ service }) => service);
  const tracks = byService(await step(0.1, 'results', () => source.tracks(range)));
  const before = byService(await step(0.3, 'the period before', () => source.tallies(previous)));
  const cuts = [period.fromAt, ...days.map(({ toAt }) => toAt)];
  const series = byService(await step(0.4, 'days', () => source.tallySeries({ cuts })));
  return {
    names: () => [...new Set([...tracks.keys(), ...incidents.keys()])],
    of(service) {
      const tallies = series.get(service)?.parts ?? [];
      return {
        track: tracks.get(service)?.track ?? [],
        incidents: incidents.get(service) ?? [],
        pauses: (pauses.get(service) ?? []).map(({ fromAt, toAt = period.toAt, by }) => {
          return { fromAt, toAt, ...(by !== undefined && { by }) };
        }),
        windows,
        dayTallies: days.map((_day, index) => tallies[index] ?? nothing),
        errorMs: tallies.reduce((most, { errorMs }) => Math.max(most, errorMs), 0),
        previousTally: before.get(service) ?? nothing,
      };
    },
  };
}

const nothing: CheckTally = {
  counts: { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 },
  timeouts: 0,
  sketch: emptySketch,
};

/** It ends with its first good check, though that is confirmed only later. */
function isWithin({ fromAt }: TimeRange): (told: ToldIncident) => boolean {
  return ({ incident: { recoveredAt } }) => recoveredAt === undefined || recoveredAt > fromAt;
}

function byService<T extends { readonly service: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.service, row]));
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
