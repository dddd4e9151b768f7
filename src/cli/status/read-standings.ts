import { type MaintenanceSchedule, windowsOf } from '../../domain/calendar.ts';
import type { Service } from '../../domain/service.ts';
import type { ServiceState, StoredResult } from '../../storage/store.ts';
import { groupBy } from '../group-by.ts';
import type { StoreReader } from '../stored-state.ts';
import { type StoredStanding, standingsOf } from './standing.ts';

export interface StandingsQuery {
  readonly services: readonly Service[];
  readonly schedules: readonly MaintenanceSchedule[];
  readonly nowAt: number;
}

/** Reads how these services stand, worst first. */
export async function readStandings(
  store: StoreReader,
  { services, schedules, nowAt }: StandingsQuery,
): Promise<readonly StoredStanding[]> {
  const range = { fromAt: nowAt, toAt: nowAt + 1 };
  const [states, silences, windows] = await Promise.all([
    store.loadStates(),
    store.silences(nowAt),
    store.maintenance(range),
  ]);
  const maintenance = [...windows, ...schedules.flatMap((schedule) => windowsOf(schedule, range))];
  return standingsOf(services, {
    states,
    results: await lastResults(store, services, states),
    silences,
    maintenance,
    nowAt,
  });
}

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
