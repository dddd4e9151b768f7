import type { TimeRange } from '../../domain/calendar.ts';
import type { CheckTally } from '../../domain/check-tally.ts';
import { groupBy } from '../../domain/group-by.ts';
import { type Outage, outageOf } from '../../domain/outage.ts';
import { cutBy } from '../../domain/ranges.ts';
import type { Service } from '../../domain/service.ts';
import { matchesService, type ServiceIdentity } from '../../domain/silence.ts';
import { figuresOf } from '../../domain/sla.ts';
import type { Figures, Objective } from '../../domain/sla-report.ts';
import { type SloSources, sloTimeline } from '../../domain/slo-standing.ts';
import type { Timeline } from '../../domain/timeline.ts';
import type { Store } from '../../storage/store.ts';

/** What is asked of a store about the past. */
export type PastStore = Pick<Store, 'tracks' | 'tallySeries' | 'incidentsBetween' | 'pauses' | 'maintenance'>;

/** What is known of a service over a stretch of time, from which every figure about it follows. */
export interface Past extends SloSources {
  readonly service: ServiceIdentity;
  /** Absent where nothing was promised. */
  readonly objective?: Objective;
  readonly timeline: Timeline;
  readonly outages: readonly Outage[];
}

/** Reads what is known of these services over a range, in their order; of one alone nothing else is read. */
export async function readPasts(
  store: Omit<PastStore, 'tallySeries'>,
  services: readonly (ServiceIdentity & Pick<Service, 'slo'>)[],
  range: TimeRange,
): Promise<readonly Past[]> {
  const [only, another] = services;
  const query = { ...range, ...(only !== undefined && another === undefined && { service: only.name }) };
  const [tracks, found, windows, pauses] = await Promise.all([
    store.tracks(query),
    store.incidentsBetween(query),
    store.maintenance(range),
    store.pauses(range),
  ]);
  const trackOf = new Map(tracks.map(({ service, track }) => [service, track]));
  const incidentsOf = groupBy(found, ({ incident }) => incident.service);
  const pausesOf = groupBy(pauses, ({ service }) => service);
  return services.map((service) => {
    const { name, slo } = service;
    const incidents = incidentsOf.get(name) ?? [];
    const outages = incidents.map(({ incident, story }) => outageOf(incident, story, range.toAt));
    const sources: SloSources = {
      track: trackOf.get(name) ?? [],
      troubles: outages.flatMap(({ troubles }) => troubles),
      windows: windows.filter(({ match }) => matchesService(match, service)),
      pauses: (pausesOf.get(name) ?? []).map(({ fromAt, toAt = range.toAt }) => ({ fromAt, toAt })),
    };
    const timeline = sloTimeline(range, slo?.objective ?? nothingPromised, sources);
    return { service, ...(slo && { objective: slo.objective }), ...sources, outages, timeline };
  });
}

/** Every outage counts, and degraded time counts as up. */
const nothingPromised: Objective = { availability: 1, minOutageMs: 0, degradedWeight: 0 };

/** The figures of a range that lies within a past, and of the checks in it. */
export function figuresIn(
  { timeline, outages, objective }: Past,
  { fromAt, toAt }: TimeRange,
  tally: CheckTally,
): Figures {
  const range = { fromAt, toAt };
  return figuresOf(cutBy(timeline, [range])[0] ?? [], range, { outages, tally, ...(objective && { objective }) });
}
