import type { Kysely, Transaction } from 'kysely';
import { withParameters } from './prepared.ts';
import { fromColumns, mergeTallies, type Tally, type TallyColumns, toColumns } from './rollup.ts';
import type { Database } from './schema.ts';
import type { Rollup } from './store.ts';

const numberOf = { hour: 0, day: 1 } as const;

/** Which row of the roll-ups. */
export interface RollupKey {
  readonly serviceId: number;
  readonly period: Rollup['period'];
  readonly startsAt: number;
}

/** A part of the roll-ups of one service: `fromAt <= startsAt < toAt`. */
export interface RollupRange {
  readonly serviceId: number;
  readonly period: Rollup['period'];
  readonly fromAt: number;
  readonly toAt: number;
}

/** What one row says. */
export interface RollupRow {
  readonly startsAt: number;
  readonly columns: TallyColumns;
}

/** The table of roll-ups. */
export interface RollupRows {
  /** Adds a tally to the row, which begins empty. */
  add(db: Transaction<Database>, key: RollupKey, tally: Tally): Promise<void>;
  /** Makes the tally all that the row says. */
  replace(db: Transaction<Database>, key: RollupKey, tally: Tally): Promise<void>;
  /** What the rows of the range say, oldest first. */
  read(db: Kysely<Database>, range: RollupRange): Promise<readonly RollupRow[]>;
  remove(db: Transaction<Database>, range: RollupRange): Promise<void>;
}

/** Prepares its statements. */
export function createRollupRows(compiler: Kysely<Database>): RollupRows {
  const upsert = compileUpsert(compiler);
  const select = compileSelect(compiler);
  const remove = compileDelete(compiler);

  const read: RollupRows['read'] = async (db, range) => {
    const { rows } = await db.executeQuery(withParameters(select, parametersOf(range)));
    return rows.map(({ starts_at, ...columns }) => ({ startsAt: starts_at, columns }));
  };
  const replace: RollupRows['replace'] = async (db, { serviceId, period, startsAt }, tally) => {
    const { healthy, degraded, unhealthy, unknown, sketch } = toColumns(tally);
    const columns = [healthy, degraded, unhealthy, unknown, sketch];
    await db.executeQuery(withParameters(upsert, [serviceId, numberOf[period], startsAt, ...columns]));
  };
  return {
    read,
    replace,
    async add(db, key, tally) {
      const [stored] = await read(db, { ...key, fromAt: key.startsAt, toAt: key.startsAt + 1 });
      await replace(db, key, stored === undefined ? tally : mergeTallies([fromColumns(stored.columns), tally]));
    },
    async remove(db, range) {
      await db.executeQuery(withParameters(remove, parametersOf(range)));
    },
  };
}

/** In the order of the conditions below. */
function parametersOf({ serviceId, period, fromAt, toAt }: RollupRange): readonly number[] {
  return [serviceId, numberOf[period], fromAt, toAt];
}

function compileSelect(db: Kysely<Database>) {
  return db
    .selectFrom('rollup')
    .select(['starts_at', 'healthy', 'degraded', 'unhealthy', 'unknown', 'sketch'])
    .where('service_id', '=', 0)
    .where('period', '=', 0)
    .where('starts_at', '>=', 0)
    .where('starts_at', '<', 0)
    .orderBy('starts_at')
    .compile();
}

function compileDelete(db: Kysely<Database>) {
  return db
    .deleteFrom('rollup')
    .where('service_id', '=', 0)
    .where('period', '=', 0)
    .where('starts_at', '>=', 0)
    .where('starts_at', '<', 0)
    .compile();
}

function compileUpsert(db: Kysely<Database>) {
  const counts = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  return db
    .insertInto('rollup')
    .values({ service_id: 0, period: 0, starts_at: 0, ...counts, sketch: new Uint8Array() })
    .onConflict((conflict) =>
      conflict.columns(['service_id', 'period', 'starts_at']).doUpdateSet((row) => ({
        healthy: row.ref('excluded.healthy'),
        degraded: row.ref('excluded.degraded'),
        unhealthy: row.ref('excluded.unhealthy'),
        unknown: row.ref('excluded.unknown'),
        sketch: row.ref('excluded.sketch'),
      })),
    )
    .compile();
}
