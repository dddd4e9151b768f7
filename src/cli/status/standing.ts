import type { Health } from '../../domain/health.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Service } from '../../domain/service.ts';
import { type MaintenanceWindow, maintenanceOf, type Silence, silenceOf } from '../../domain/silence.ts';
import { byWorstFirst, type Status } from '../../domain/status.ts';
import type { ServiceState, StoredResult } from '../../storage/store.ts';
import { formatAge } from '../live/age.ts';
import { standingOf } from '../live/standing.ts';

/** How a configured service stands by what is stored. */
export interface StoredStanding {
  readonly service: Service;
  /** `unknown` also where nobody has looked for too long, or the last looks could not see. */
  readonly status: Status;
  /** `healthy`, `unhealthy 4 min`, `failing 1 of 3`, `not checked yet`, `not seen for 3 h`, `cannot be seen`. */
  readonly label: string;
  /** Nobody has looked for more than twice the usual time between two looks. */
  readonly stale: boolean;
  readonly health?: Health;
  readonly incident?: Incident;
  /** The last results, oldest first. */
  readonly results: readonly StoredResult[];
  readonly paused: boolean;
  readonly silence?: Silence;
  readonly maintenance?: MaintenanceWindow;
}

/** What standings are made from. */
export interface StoredView {
  readonly states: ReadonlyMap<string, ServiceState>;
  /** Of each service the last, oldest first. */
  readonly results: ReadonlyMap<string, readonly StoredResult[]>;
  readonly silences: readonly Silence[];
  readonly maintenance: readonly MaintenanceWindow[];
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
  return {
    service,
    ...verdictOf(service, { health, results, nowAt }),
    results,
    paused,
    ...(health && { health }),
    ...(incident && { incident }),
    ...(silence && { silence }),
    ...(maintenance && { maintenance }),
  };
}

interface Known {
  readonly health: Health | undefined;
  readonly results: readonly StoredResult[];
  readonly nowAt: number;
}

/** Nothing is shown as healthy on the word of an old result. */
function verdictOf(service: Service, known: Known): Pick<StoredStanding, 'status' | 'label' | 'stale'> {
  const { health, results, nowAt } = known;
  if (health === undefined) return { status: 'unknown', label: 'not checked yet', stale: false };
  const ageMs = nowAt - health.lastResultAt;
  if (ageMs > longestAgeMs(service, results)) {
    return { status: 'unknown', label: `not seen for ${formatAge(ageMs)}`, stale: true };
  }
  if (couldNotSee(results)) return { status: 'unknown', label: 'cannot be seen', stale: false };
  const { status, label } = standingOf(health, service, nowAt);
  return { status, label, stale: false };
}

// Results are written together, and a busy machine is late now and then.
const leastSlackMs = 10_000;

/** Twice the interval; under cron, which may look less often than is configured, twice the usual time between two results. */
function longestAgeMs({ intervalMs, timeoutMs }: Service, results: readonly StoredResult[]): number {
  const gaps = results.slice(1).map(({ startedAt }, index) => startedAt - (results[index]?.startedAt ?? startedAt));
  const usualMs = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return 2 * Math.max(intervalMs, usualMs) + Math.max(timeoutMs, leastSlackMs);
}

/** One missed look says nothing; an open circuit stands for the failures that opened it. */
function couldNotSee(results: readonly StoredResult[]): boolean {
  const last = results.slice(-2);
  return last.length === 2 && last.every(({ status, reason }) => status === 'unknown' && reason !== 'circuit_open');
}
