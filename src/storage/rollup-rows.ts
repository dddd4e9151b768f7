import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import { withParameters } from './prepared.ts';
import type { RecentIndex } from './recent-index.ts';
import { fromColumns, periodMs, type TallyColumns, toColumns } from './rollup.ts';
import type { Database } from './schema.ts';
import { chunksOf } from './service-ids.ts';
import type { Rollup } from './store.ts';
import type { Summary } from './summary.ts';
import type { Trail } from './trail.ts';
import { decodeTrail, encodeTrail } from './trail-codec.ts';

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

/** The time of one service before an instant. */
export interface ServiceBefore {
  readonly serviceId: number;
  readonly beforeAt: number;
}

/** What one row counts. */
export interface RollupRow extends TallyColumns {
  readonly startsAt: number;
}

/** What one row says over time. */
export interface TrailRow {
  readonly startsAt: number;
  readonly trail: Trail;
}

/** Everything that one row says. */
export interface SummaryRow extends Summary {
  readonly startsAt: number;
}

/** The table of roll-ups. What it reads is in the order of time. */
export interface RollupRows {
  /** Makes the summary all that the row says. */
  replace(db: Kysely<Database>, key: RollupKey, summary: Summary): Promise<void>;
  read(db: Kysely<Database>, range: RollupRange): Promise<readonly RollupRow[]>;
  /** Only rows that begin at one of these instants. */
  readAt(
    db: Kysely<Database>,
    of: Pick<RollupKey, 'serviceId' | 'period'>,
    starts: readonly number[],
  ): Promise<readonly RollupRow[]>;
  readTrails(db: Kysely<Database>, range: RollupRange): Promise<readonly TrailRow[]>;
  /** The beginning of the last hour or day that began before an instant. */
  lastBefore(db: Kysely<Database>, of: ServiceBefore): Promise<number | undefined>;
  readSummaries(db: Kysely<Database>, range: RollupRange): Promise<readonly SummaryRow[]>;
  remove(db: Transaction<Database>, range: RollupRange): Promise<void>;
}

/** What the history is read from beside what is in blocks. */
export interface HistorySources {
  readonly rollupRows: RollupRows;
  /** Of the connection that reads. */
  readonly index: RecentIndex;
}

/** Prepares its statements. */
export function createRollupRows(compiler: Kysely<Database>): RollupRows {
  const upsert = compileUpsert(compiler);
  const tallies = inRange(compiler).select(tallyColumns).orderBy('starts_at').compile();
  const trails = inRange(compiler).select('trail').orderBy('starts_at').compile();
  const whole = inRange(compiler)
    .select([...tallyColumns, 'trail'])
    .orderBy('starts_at')
    .compile();
  const remove = compileDelete(compiler);
  const last = compileLast(compiler);
  const startingAt = lastUsed((count) => compileStartingAt(compiler, count));
  return {
    async replace(db, { serviceId, period, startsAt }, { tally, trail }) {
      const { healthy, degraded, unhealthy, unknown, sketch, reasons } = toColumns(tally);
      const columns = [healthy, degraded, unhealthy, unknown, sketch, reasons, encodeTrail(startsAt, trail)];
      await db.executeQuery(withParameters(upsert, [serviceId, numberOf[period], startsAt, ...columns]));
    },
    async read(db, range) {
      return rowsOf(db, tallies, range);
    },
    async readAt(db, { serviceId, period }, starts) {
      const found: RollupRow[] = [];
      for (const part of chunksOf(starts, startsPerStatement)) {
        const query = startingAt(part.length);
        const { rows } = await db.executeQuery(withParameters(query, [serviceId, numberOf[period], ...part]));
        for (const row of rows) found.push(row);
      }
      return found;
    },
    async readTrails(db, range) {
      const rows = await rowsOf(db, trails, range);
      return rows.map(({ startsAt, trail }) => ({ startsAt, trail: trailIn(range, startsAt, trail) }));
    },
    async lastBefore(db, { serviceId, beforeAt }) {
      const { rows } = await db.executeQuery(withParameters(last, [serviceId, ...Object.values(numberOf), beforeAt]));
      return rows[0]?.startsAt ?? undefined;
    },
    async readSummaries(db, range) {
      const rows = await rowsOf(db, whole, range);
      return rows.map((row) => {
        const { startsAt } = row;
        return { startsAt, tally: fromColumns(row), trail: trailIn(range, startsAt, row.trail) };
      });
    },
    async remove(db, range) {
      await db.executeQuery(withParameters(remove, parametersOf(range)));
    },
  };
}

async function rowsOf<Row>(db: Kysely<Database>, query: CompiledQuery<Row>, range: RollupRange): Promise<Row[]> {
  return (await db.executeQuery(withParameters(query, parametersOf(range)))).rows;
}

/** In the order of the conditions below. */
function parametersOf({ serviceId, period, fromAt, toAt }: RollupRange): readonly number[] {
  return [serviceId, numberOf[period], fromAt, toAt];
}

/** Where nobody knows which result came last it may have been at the end. */
function trailIn({ period }: RollupRange, startsAt: number, bytes: Uint8Array): Trail {
  return decodeTrail(startsAt, bytes) ?? { lastAt: startsAt + periodMs[period] - 1, track: [] };
}

const tallyColumns = ['healthy', 'degraded', 'unhealthy', 'unknown', 'sketch', 'reasons'] as const;

function inRange(db: Kysely<Database>) {
  return db
    .selectFrom('rollup')
    .select('starts_at as startsAt')
    .where('service_id', '=', 0)
    .where('period', '=', 0)
    .where('starts_at', '>=', 0)
    .where('starts_at', '<', 0);
}

function compileLast(db: Kysely<Database>) {
  return db
    .selectFrom('rollup')
    .where('service_id', '=', 0)
    .where('period', 'in', [0, 1])
    .where('starts_at', '<', 0)
    .select((rollup) => rollup.fn.max('starts_at').as('startsAt'))
    .compile();
}

const startsPerStatement = 5_000;

function compileStartingAt(db: Kysely<Database>, count: number) {
  return db
    .selectFrom('rollup')
    .select(['starts_at as startsAt', ...tallyColumns])
    .where('service_id', '=', 0)
    .where('period', '=', 0)
    .where('starts_at', 'in', Array<number>(count).fill(0))
    .orderBy('starts_at')
    .compile();
}

/** All services are asked for as many rows, one after the other. */
function lastUsed<Value>(make: (count: number) => Value): (count: number) => Value {
  const made = new Map<number, Value>();
  return (count) => {
    const known = made.get(count);
    if (known !== undefined) return known;
    // Days and hours take turns.
    if (made.size >= 4) made.clear();
    const value = make(count);
    made.set(count, value);
    return value;
  };
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
  const blobs = { sketch: new Uint8Array(), reasons: new Uint8Array(), trail: new Uint8Array() };
  return db
    .insertInto('rollup')
    .values({ service_id: 0, period: 0, starts_at: 0, ...counts, ...blobs })
    .onConflict((conflict) =>
      conflict.columns(['service_id', 'period', 'starts_at']).doUpdateSet((row) => ({
        healthy: row.ref('excluded.healthy'),
        degraded: row.ref('excluded.degraded'),
        unhealthy: row.ref('excluded.unhealthy'),
        unknown: row.ref('excluded.unknown'),
        sketch: row.ref('excluded.sketch'),
        reasons: row.ref('excluded.reasons'),
        trail: row.ref('excluded.trail'),
      })),
    )
    .compile();
}
