import { DatabaseSync } from '@photostructure/sqlite';
import type { Store } from '../../src/storage/store.ts';
import { commitOf, lifelikeResult, serviceName } from './many-results.ts';

const minute = 60_000;
const dayMs = 86_400_000;

/** Stores the results of one whole day, one a minute of each service, through the store, packed as in daily use. */
export async function storeDay(
  store: Store,
  { dayAt, services }: { readonly dayAt: number; readonly services: number },
): Promise<void> {
  for (let at = dayAt; at < dayAt + dayMs; at += minute) {
    const results = Array.from({ length: services }, (_, service) => lifelikeResult(service, at + service));
    await store.commit(commitOf({ results }));
    while ((await store.maintain(at)).more);
  }
  while ((await store.maintain(dayAt + dayMs + 2 * 3_600_000)).more);
}

export interface LongHistory {
  /** Of the services that are there, numbered from 0. */
  readonly services: number;
  /** How many there shall be. */
  readonly copies: number;
  /** How many days there shall be, the one that is there the last. */
  readonly days: number;
}

/** Multiplies what storeDay stored to more services and into the past, in the file itself: in seconds instead of weeks. */
export function multiplyHistory(path: string, { services, copies, days }: LongHistory): void {
  const handle = new DatabaseSync(path);
  handle.exec('begin immediate');
  const addService = handle.prepare('insert into service (id, name, paused_at) values (?, ?, null)');
  const copyBlocks = handle.prepare(
    'insert into result_block (service_id, last_at, facts) select service_id + ?, last_at - ?, facts from result_block where service_id <= ? and last_at >= ? order by last_at',
  );
  const copyRollups = handle.prepare(
    'insert into rollup select service_id + ?, period, starts_at - ?, healthy, degraded, unhealthy, unknown, sketch, reasons, trail from rollup where service_id <= ? and starts_at >= ?',
  );
  const { last_at: lastAt } = handle.prepare('select max(last_at) as last_at from result_block').get();
  const dayAt = Math.floor(lastAt / dayMs) * dayMs;
  for (let copy = 1; copy < copies; copy += 1) {
    for (let service = 0; service < services; service += 1) {
      addService.run(copy * services + service + 1, serviceName(copy * services + service));
    }
  }
  for (let day = 0; day < days; day += 1) {
    for (let copy = 0; copy < copies; copy += 1) {
      if (copy === 0 && day === 0) continue;
      copyBlocks.run(copy * services, day * dayMs, services, dayAt);
      copyRollups.run(copy * services, day * dayMs, services, dayAt);
    }
  }
  handle.exec('commit');
  handle.exec('pragma wal_checkpoint(truncate)');
  handle.close();
}
