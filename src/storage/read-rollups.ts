import type { Kysely } from 'kysely';
import { toRecord } from './reasons-codec.ts';
import type { RecentIndex } from './recent-index.ts';
import { entryOf, recentPages } from './recent-pages.ts';
import { decodeCounted } from './result-codec.ts';
import { byPeriod, ColumnsSum, periodMs, periodStart, RunningTally, toColumns } from './rollup.ts';
import type { HistorySources, RollupRange, RollupRow, RollupRows } from './rollup-rows.ts';
import type { Database } from './schema.ts';
import { madeUntilAt, readSealing, type SealingState } from './sealing-state.ts';
import { servicesOf } from './service-ids.ts';
import type { Rollup, RollupQuery } from './store.ts';

/** Roll-ups with every result so far: of what is sealed from their rows, the rest summed up here. To be called within a transaction. */
export async function readRollups(
  db: Kysely<Database>,
  { rollupRows, index }: HistorySources,
  query: RollupQuery,
): Promise<readonly Rollup[]> {
  const services = await servicesOf(db, query.service);
  const state = await readSealing(db);
  const recent = await sumRecent(db, {
    query,
    serviceId: query.service === undefined ? undefined : services[0]?.id,
    state,
    index,
  });
  const rollups: Rollup[] = [];
  for (const { id, name } of services) {
    const range = { serviceId: id, period: query.period, fromAt: query.fromAt, toAt: query.toAt };
    const rows = await readSealed(db, range, { rollupRows, daysUntilAt: madeUntilAt(state) });
    for (const rollup of join({ name, query, rows, recent: recent.get(id) })) rollups.push(rollup);
  }
  return rollups;
}

/** Days that are not rolled up yet are made of their hours. */
async function readSealed(
  db: Kysely<Database>,
  range: RollupRange,
  { rollupRows, daysUntilAt }: { readonly rollupRows: RollupRows; readonly daysUntilAt: number },
): Promise<readonly RollupRow[]> {
  if (range.period === 'hour') return rollupRows.read(db, range);
  const days = await rollupRows.read(db, { ...range, toAt: Math.min(range.toAt, daysUntilAt) });
  const firstDay = Math.ceil(Math.max(range.fromAt, daysUntilAt) / periodMs.day) * periodMs.day;
  const endAt = Math.ceil(range.toAt / periodMs.day) * periodMs.day;
  const hours = await rollupRows.read(db, { ...range, period: 'hour', fromAt: firstDay, toAt: endAt });
  return [...days, ...hours];
}

interface RecentSums {
  readonly query: RollupQuery;
  readonly serviceId: number | undefined;
  readonly state: SealingState;
  readonly index: RecentIndex;
}

/** The sums of one service by the beginning of the period. */
type Tallies = Map<number, RunningTally>;

/** By service, what the results in no block come to that belong to the asked periods. */
async function sumRecent(
  db: Kysely<Database>,
  { query: { period, fromAt, toAt }, serviceId, state, index }: RecentSums,
): Promise<ReadonlyMap<number, Tallies>> {
  const byService = new Map<number, Tallies>();
  const endAt = periodStart(period, toAt - 1) + periodMs[period];
  for await (const page of recentPages(db, { serviceId, fromAt, toAt: endAt, state, index })) {
    for (const { service_id, started_at, facts } of page) {
      const tallies = entryOf(byService, service_id, () => new Map<number, RunningTally>());
      entryOf(tallies, periodStart(period, started_at), () => new RunningTally()).add(decodeCounted(facts));
    }
  }
  return byService;
}

interface Parts {
  readonly name: string;
  readonly query: RollupQuery;
  readonly rows: readonly RollupRow[];
  readonly recent: Tallies | undefined;
}

function join({ name, query: { period, fromAt, toAt }, rows, recent }: Parts): readonly Rollup[] {
  const added = [...(recent ?? [])].map(([startsAt, tally]) => ({ startsAt, ...toColumns(tally.sum()) }));
  const sum = new ColumnsSum();
  return [...byPeriod(period, [...rows, ...added], ({ startsAt }) => startsAt)]
    .filter(([startsAt]) => startsAt >= fromAt && startsAt < toAt)
    .map(([startsAt, parts]) => {
      const { counts, reasons, sketch } = sum.of(parts);
      return { service: name, period, startsAt, counts, reasons: toRecord(reasons), sketch: sketch.bytes };
    });
}
