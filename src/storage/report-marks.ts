import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';
import type { ReportMark } from './store.ts';

const prefix = 'report_mark/';

/** Replaces the marks of these schedules. */
export async function writeReportMarks(db: Transaction<Database>, marks: readonly ReportMark[] = []): Promise<void> {
  for (const { schedule, madeAt } of marks) {
    const value = String(madeAt);
    await db
      .insertInto('own_fact')
      .values({ name: prefix + schedule, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  }
}

/** By the name of the schedule, up to when its reports are made. */
export async function readReportMarks(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('own_fact').selectAll().where('name', 'like', `${prefix}%`).execute();
  return new Map(rows.map(({ name, value }) => [name.slice(prefix.length), Number(value)]));
}
