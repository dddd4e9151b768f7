import type { Kysely, Transaction } from 'kysely';
import type { MaintenanceWindow, Silence } from '../domain/silence.ts';
import type { Database } from './schema.ts';

/** Replaces a silence. */
export async function writeSilence(db: Transaction<Database>, silence: Silence): Promise<void> {
  const { endsAt, ...rest } = silence;
  const columns = { starts_at: silence.startsAt, ends_at: endsAt, document: JSON.stringify(rest) };
  await db
    .insertInto('silence')
    .values({ id: silence.id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

/** Silences that have not ended by then, by their beginning. */
export async function readSilences(db: Kysely<Database>, now: number): Promise<readonly Silence[]> {
  const rows = await db
    .selectFrom('silence')
    .select(['document', 'ends_at'])
    .where('ends_at', '>', now)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return rows.map(({ document, ends_at }) => {
    const silence: Omit<Silence, 'endsAt'> = JSON.parse(document);
    return { ...silence, endsAt: ends_at };
  });
}

/** Brings the end of a silence forward to that instant. */
export async function cutSilence(db: Transaction<Database>, id: string, at: number): Promise<'done' | 'not_found'> {
  const row = await db.selectFrom('silence').select('ends_at').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return 'not_found';
  if (row.ends_at > at) await db.updateTable('silence').set({ ends_at: at }).where('id', '=', id).execute();
  return 'done';
}

/** Replaces a maintenance window. */
export async function writeMaintenance(db: Transaction<Database>, window: MaintenanceWindow): Promise<void> {
  const columns = { starts_at: window.startsAt, ends_at: window.endsAt, document: JSON.stringify(window) };
  await db
    .insertInto('maintenance')
    .values({ id: window.id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

/** Stores the maintenance windows that are not there yet. */
export async function announceMaintenance(
  db: Transaction<Database>,
  windows: readonly MaintenanceWindow[],
): Promise<void> {
  for (const window of windows) {
    await db
      .insertInto('maintenance')
      .values({
        id: window.id,
        starts_at: window.startsAt,
        ends_at: window.endsAt,
        document: JSON.stringify(window),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Maintenance windows that share an instant with the range, by their beginning. */
export async function readMaintenance(
  db: Kysely<Database>,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
): Promise<readonly MaintenanceWindow[]> {
  const rows = await db
    .selectFrom('maintenance')
    .select('document')
    .where('ends_at', '>', fromAt)
    .where('starts_at', '<', toAt)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return rows.map(({ document }): MaintenanceWindow => JSON.parse(document));
}
