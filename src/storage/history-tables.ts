import { type Kysely, sql } from 'kysely';
import { deriveHistory } from './derive-history.ts';
import type { Database } from './schema.ts';

/** Version 3: intervals of results, what roll-ups say over time and of reasons, and the history of pauses. */
export async function addHistory(db: Kysely<Database>): Promise<void> {
  const { schema } = db;
  await schema.alterTable('service').addColumn('interval_ms', 'bigint').execute();
  for (const name of ['results_from_at', 'hours_from_at']) {
    await schema
      .alterTable('sealing')
      .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  }
  for (const name of ['reasons', 'trail']) {
    await schema
      .alterTable('rollup')
      .addColumn(name, 'blob', (column) => column.notNull().defaultTo(sql`x''`))
      .execute();
  }
  await createPauses(db);
  await deriveHistory(db);
}

async function createPauses(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('pause')
    .addColumn('service_id', 'integer', (column) => column.notNull())
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('to_at', 'bigint')
    .addColumn('by', 'text')
    .addPrimaryKeyConstraint('pause_key', ['service_id', 'from_at'])
    .execute();
  const paused = await db
    .selectFrom('service')
    .select(['id', 'paused_at'])
    .where('paused_at', 'is not', null)
    .execute();
  for (const { id, paused_at } of paused) {
    await db
      .insertInto('pause')
      .values({ service_id: id, from_at: paused_at ?? 0, to_at: null, by: null })
      .execute();
  }
}
