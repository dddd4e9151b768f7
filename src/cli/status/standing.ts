import { type SeenVerdict, seenVerdict } from '../../app/seen-verdict.ts';
import type { Health } from '../../domain/health.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Service } from '../../domain/service.ts';
import { type MaintenanceWindow, maintenanceOf, type Silence, silenceOf } from '../../domain/silence.ts';
import type { SloStanding } from '../../domain/slo-standing.ts';
import { byWorstFirst } from '../../domain/status.ts';
import type { ServiceState, StoredResult } from '../../storage/store.ts';
import type { ServiceHistory } from '../history/service-history.ts';

/** How a configured service stands by what is stored. */
export interface StoredStanding extends SeenVerdict {
  readonly service: Service;
  readonly health?: Health;
  readonly incident?: Incident;
  /** The last results, oldest first. */
  readonly results: readonly StoredResult[];
  readonly paused: boolean;
  readonly silence?: Silence;
  readonly maintenance?: MaintenanceWindow;
  /** How it was up to now: the last hour, and its uptime. */
  readonly past?: ServiceHistory;
  /** Present where something is promised of it. */
  readonly slo?: SloStanding;
}

/** What standings are made from. */
export interface StoredView {
  readonly states: ReadonlyMap<string, ServiceState>;
  /** Of each service the last, oldest first. */
  readonly results: ReadonlyMap<string, readonly StoredResult[]>;
  readonly silences: readonly Silence[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** By service. */
  readonly pasts?: ReadonlyMap<string, ServiceHistory>;
  /** Likewise. */
  readonly slos?: ReadonlyMap<string, SloStanding>;
  readonly nowAt: number;
}

/** The standings of these services, worst first, else in their order. */
export function standingsOf(services: readonly Service[], view: StoredView): readonly StoredStanding[] {
  return services.map((service) => standingIn(service, view)).toSorted((a, b) => byWorstFirst(a.status, b.status));
}

function standingIn(service: Service, view: StoredView): StoredStanding {
  const { nowAt } = view;
  const { health, incident, paused = false } = view.states.get(service.name) ?? {};
  const results = view.results.get(service.name) ?? [];
  const silence = silenceOf(view.silences, service, nowAt);
  const maintenance = maintenanceOf(view.maintenance, service, nowAt);
  const [past, slo] = [view.pasts?.get(service.name), view.slos?.get(service.name)];
  return {
    service,
    ...seenVerdict(service, { health, results, paused, nowAt }),
    results,
    paused,
    ...(health && { health }),
    ...(incident && { incident }),
    ...(silence && { silence }),
    ...(maintenance && { maintenance }),
    ...(past && { past }),
    ...(slo && { slo }),
  };
}
