import type { Kysely, Transaction } from 'kysely';
import { fromColumns, mergeTallies, type Tally, toColumns } from './rollup.ts';
import type { Database } from './schema.ts';
import type { Rollup } from './store.ts';

const numberOf = { hour: 0, day: 1 } as const;

/** Which row of the roll-ups. */
export interface RollupKey {
  readonly serviceId: number;
  readonly period: Rollup['period'];
  readonly startsAt: number;
}

/** Adds a tally to the row, which begins empty. */
export async function addToRollup(db: Transaction<Database>, key: RollupKey, tally: Tally): Promise<void> {
  const [stored] = await readRollupRows(db, { ...key, fromAt: key.startsAt, toAt: key.startsAt + 1 });
  await replaceRollup(db, key, stored === undefined ? tally : mergeTallies([stored.tally, tally]));
}

/** Makes the tally all that the row says. */
export async function replaceRollup(db: Transaction<Database>, key: RollupKey, tally: Tally): Promise<void> {
  const columns = toColumns(tally);
  await db
    .insertInto('rollup')
    .values({ service_id: key.serviceId, period: numberOf[key.period], starts_at: key.startsAt, ...columns })
    .onConflict((conflict) => conflict.columns(['service_id', 'period', 'starts_at']).doUpdateSet(columns))
    .execute();
}

/** A part of the roll-ups of one service: `fromAt <= startsAt < toAt`. */
export interface RollupRange {
  readonly serviceId: number;
  readonly period: Rollup['period'];
  readonly fromAt: number;
  readonly toAt: number;
}

/** What the rows of the range say, oldest first. */
export async function readRollupRows(
  db: Kysely<Database>,
  { serviceId, period, fromAt, toAt }: RollupRange,
): Promise<readonly { readonly startsAt: number; readonly tally: Tally }[]> {
  const rows = await db
    .selectFrom('rollup')
    .select(['starts_at', 'healthy', 'degraded', 'unhealthy', 'unknown', 'sketch'])
    .where('service_id', '=', serviceId)
    .where('period', '=', numberOf[period])
    .where('starts_at', '>=', fromAt)
    .where('starts_at', '<', toAt)
    .orderBy('starts_at')
    .execute();
  return rows.map(({ starts_at, ...columns }) => ({ startsAt: starts_at, tally: fromColumns(columns) }));
}

/** Removes the rows of the range; resolves with how many there were. */
export async function deleteRollupRows(
  db: Transaction<Database>,
  { serviceId, period, fromAt, toAt }: RollupRange,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('rollup')
    .where('service_id', '=', serviceId)
    .where('period', '=', numberOf[period])
    .where('starts_at', '>=', fromAt)
    .where('starts_at', '<', toAt)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
