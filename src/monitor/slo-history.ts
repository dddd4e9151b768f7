import { longestBurnMs } from '../domain/burn-rate.ts';
import type { TimeRange } from '../domain/calendar.ts';
import type { Incident } from '../domain/incident.ts';
import { outageOf } from '../domain/outage.ts';
import type { PercentileSketch } from '../domain/percentile-sketch.ts';
import type { Service } from '../domain/service.ts';
import { type MaintenanceWindow, matchesService, type ServiceIdentity } from '../domain/silence.ts';
import { type Slo, sloPeriodAt } from '../domain/slo.ts';
import { type SloSources, type SloStanding, type StandingContext, sloStandingOf } from '../domain/slo-standing.ts';
import type { Trouble } from '../domain/timeline.ts';
import type { Pause, SpanQuery, Store } from '../storage/store.ts';

/** What the store tells of the past, as far as objectives are concerned. */
export type SloHistory = Pick<Store, 'tracks' | 'incidentsBetween' | 'maintenance' | 'pauses' | 'tallies'>;

/** What is left out of service time. */
export interface Exclusions {
  readonly windows: readonly MaintenanceWindow[];
  readonly pauses: readonly Pause[];
}

/** Reads what is left out of a stretch of time, of all services. */
export async function readExclusions(
  store: Pick<SloHistory, 'maintenance' | 'pauses'>,
  range: TimeRange,
): Promise<Exclusions> {
  const [windows, pauses] = await Promise.all([store.maintenance(range), store.pauses(range)]);
  return { windows, pauses };
}

/** That of one service; a pause that has not ended lasts until `nowAt`. */
export function exclusionsOf(
  { windows, pauses }: Exclusions,
  service: ServiceIdentity,
  nowAt: number,
): Pick<SloSources, 'windows' | 'pauses'> {
  return {
    windows: windows.filter(({ match }) => matchesService(match, service)),
    pauses: pauses.flatMap(({ service: name, fromAt, toAt = nowAt }) =>
      name === service.name ? [{ fromAt, toAt }] : [],
    ),
  };
}

/** A service of which something is promised. */
export type PromisedService = Service & { readonly slo: Slo };

/** Those of which something is promised. */
export function promisedOf(services: readonly Service[]): readonly PromisedService[] {
  return services.flatMap((service) => (service.slo === undefined ? [] : [{ ...service, slo: service.slo }]));
}

/** How services stand with what was promised of them, by name. Rejects with StoreUnavailable. */
export async function readSloStandings(
  services: readonly PromisedService[],
  store: SloHistory,
  context: StandingContext,
): Promise<ReadonlyMap<string, SloStanding>> {
  const { nowAt } = context;
  const beginnings = new Map(services.map((service) => [service.name, beginningOf(service, context)]));
  const [only] = services;
  const query = {
    ...(only !== undefined && services.length === 1 && { service: only.name }),
    fromAt: Math.min(nowAt - longestBurnMs, ...beginnings.values()),
    toAt: nowAt,
  };
  const [tracks, incidents, exclusions, answers] = await Promise.all([
    store.tracks(query),
    store.incidentsBetween(query),
    readExclusions(store, query),
    readAnswers(services, store, { beginnings, query }),
  ]);
  const trackOf = new Map(tracks.map(({ service, track }) => [service, track]));
  const troublesOf = troublesByService(incidents, nowAt);
  return new Map(
    services.map((service) => {
      const { name, slo } = service;
      const sketch = answers.get(name);
      const sources = {
        track: trackOf.get(name) ?? [],
        troubles: troublesOf.get(name) ?? [],
        ...exclusionsOf(exclusions, service, nowAt),
        ...(sketch && { answers: sketch }),
      };
      return [name, sloStandingOf(slo, sources, context)];
    }),
  );
}

function beginningOf({ slo }: PromisedService, { nowAt, timezone }: StandingContext): number {
  return sloPeriodAt(slo.window, nowAt, timezone).fromAt;
}

interface AnswersQuery {
  /** Of the period of each service. */
  readonly beginnings: ReadonlyMap<string, number>;
  readonly query: SpanQuery;
}

/** The answers of those of whose response time something is promised, each over its own period: one reading for all that begin together. */
async function readAnswers(
  services: readonly PromisedService[],
  store: Pick<SloHistory, 'tallies'>,
  { beginnings, query }: AnswersQuery,
): Promise<ReadonlyMap<string, PercentileSketch>> {
  const wanted = services.filter(({ slo }) => slo.objective.latency !== undefined).map(({ name }) => name);
  const sketches = new Map<string, PercentileSketch>();
  for (const fromAt of new Set(wanted.map((name) => beginnings.get(name) ?? query.fromAt))) {
    for (const { service, sketch } of await store.tallies({ ...query, fromAt })) {
      if ((beginnings.get(service) ?? query.fromAt) === fromAt) sketches.set(service, sketch);
    }
  }
  return sketches;
}

function troublesByService(
  incidents: readonly { readonly incident: Incident }[],
  nowAt: number,
): ReadonlyMap<string, readonly Trouble[]> {
  const troubles = new Map<string, Trouble[]>();
  for (const { incident } of incidents) {
    const known = troubles.get(incident.service) ?? [];
    known.push(...outageOf(incident, [], nowAt).troubles);
    troubles.set(incident.service, known);
  }
  return troubles;
}
