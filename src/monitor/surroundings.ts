import { type MaintenanceSchedule, windowsOf } from '../domain/calendar.ts';
import type { Clock } from '../domain/clock.ts';
import type { Deployment } from '../domain/deployment.ts';
import { bakeTimeLimits } from '../domain/deployment-request.ts';
import type { Incident } from '../domain/incident.ts';
import type { MaintenanceWindow, Silence } from '../domain/silence.ts';
import type { Store } from '../storage/store.ts';

/** What people have said, and the calendar, as it was read last. */
export interface Surroundings {
  readonly silences: readonly Silence[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly paused: ReadonlySet<string>;
  /** The last ones, whose bake time may not be over. */
  readonly deployments: readonly Deployment[];
  /** By incident. */
  readonly acknowledged: ReadonlyMap<string, NonNullable<Incident['acknowledged']>>;
}

export const noSurroundings: Surroundings = {
  silences: [],
  maintenance: [],
  paused: new Set(),
  deployments: [],
  acknowledged: new Map(),
};

export interface SurroundingsParts {
  readonly store: Pick<Store, 'silences' | 'maintenance' | 'pausedServices' | 'incidents' | 'deployments'>;
  readonly schedules: readonly MaintenanceSchedule[];
  readonly clock: Clock;
}

// A window further away does not matter before the next reading.
const aheadMs = 3_600_000;
const mostIncidents = 100_000;
const mostDeployments = 1_000;

/** Reads what another process may have written meanwhile: silences, maintenance, pauses, deployments, acknowledgements. Rejects with StoreUnavailable. */
export async function readSurroundings({ store, schedules, clock }: SurroundingsParts): Promise<Surroundings> {
  const fromAt = clock.now();
  const range = { fromAt, toAt: fromAt + aheadMs };
  const [silences, stored, paused, incidents, deployments] = await Promise.all([
    store.silences(fromAt),
    store.maintenance(range),
    store.pausedServices(),
    store.incidents({ open: true, limit: mostIncidents }),
    store.deployments({ fromAt: fromAt - bakeTimeLimits.maxMs, limit: mostDeployments }),
  ]);
  return {
    silences,
    // Those of schedules are stored as well, for the record; what holds is what the configuration says now.
    maintenance: [
      ...stored.filter(({ origin }) => origin === 'person'),
      ...schedules.flatMap((schedule) => windowsOf(schedule, range)),
    ],
    paused: new Set(paused),
    deployments,
    acknowledged: new Map(
      incidents.flatMap(({ id, acknowledged }) => (acknowledged === undefined ? [] : [[id, acknowledged] as const])),
    ),
  };
}
