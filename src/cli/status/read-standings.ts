import { type MaintenanceSchedule, windowsOf } from '../../domain/calendar.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { Service } from '../../domain/service.ts';
import { promisedOf, readSloStandings } from '../../monitor/slo-history.ts';
import type { ServiceState, StoredResult } from '../../storage/store.ts';
import { readHistories } from '../history/service-history.ts';
import { slotsOf } from '../history/slots.ts';
import type { StoreReader } from '../stored-state.ts';
import { type StoredStanding, standingsOf } from './standing.ts';

export interface StandingsQuery {
  readonly services: readonly Service[];
  readonly schedules: readonly MaintenanceSchedule[];
  /** Slots that the last hour is cut into at most. */
  readonly slots: number;
  /** The zone of calendar units. */
  readonly timezone: string;
  readonly nowAt: number;
}

/** Reads how these services stand, worst first. */
export async function readStandings(
  store: StoreReader,
  { services, schedules, slots, timezone, nowAt }: StandingsQuery,
): Promise<readonly StoredStanding[]> {
  const range = { fromAt: nowAt, toAt: nowAt + 1 };
  const [states, silences, windows] = await Promise.all([
    store.loadStates(),
    store.silences(nowAt),
    store.maintenance(range),
  ]);
  const maintenance = [...windows, ...schedules.flatMap((schedule) => windowsOf(schedule, range))];
  const hour = slotsOf({ fromAt: nowAt - hourMs, toAt: nowAt }, slots);
  const pasts = await readHistories(store, services, { spansMs: statusSpansMs, slots: hour, nowAt });
  const promised = promisedOf(services);
  return standingsOf(services, {
    states,
    results: await lastResults(store, services, states),
    silences,
    maintenance,
    pasts: new Map(pasts.map((past) => [past.service.name, past])),
    ...(promised.length > 0 && { slos: await readSloStandings(promised, store, { nowAt, timezone }) }),
    nowAt,
  });
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How far back uptime is looked at, ms: a day, and 30. */
export const statusSpansMs = [dayMs, 30 * dayMs] as const;

const shown = 20;
// Some more than are shown: runs that took place twice, or that were late.
const looksBack = 25;
const readOneByOne = 20;

/** The last results of each service. Of many at once only those since the latest checks are read: of others the verdicts are known. */
async function lastResults(
  store: StoreReader,
  services: readonly Service[],
  states: ReadonlyMap<string, ServiceState>,
): Promise<ReadonlyMap<string, readonly StoredResult[]>> {
  const seen = services.filter(({ name }) => states.get(name)?.health !== undefined);
  if (seen.length <= readOneByOne) {
    const all = seen.map(async ({ name }) => [name, await newest(store, name)] as const);
    return new Map(await Promise.all(all));
  }
  const usualMs = medianOf(seen.map(({ intervalMs }) => intervalMs));
  const latestAt = Math.max(...seen.map(({ name }) => states.get(name)?.health?.lastResultAt ?? 0));
  const limit = looksBack * seen.length;
  const results = await store.results({ fromAt: latestAt - looksBack * usualMs, limit });
  const byService = groupBy(results.toReversed(), ({ service }) => service);
  return new Map([...byService].map(([name, list]) => [name, list.slice(-shown)]));
}

async function newest(store: StoreReader, service: string): Promise<readonly StoredResult[]> {
  return (await store.results({ service, limit: shown })).toReversed();
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
