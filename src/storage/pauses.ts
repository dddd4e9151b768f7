import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';
import { serviceId } from './service-ids.ts';
import type { Pause } from './store.ts';

/** A change of whether a service is paused. */
export interface PauseChange {
  readonly service: string;
  readonly paused: boolean;
  readonly at: number;
  readonly by: string | undefined;
}

/** Marks a service, known or not, as paused or as no longer paused, and keeps that in the history; what is so already stays. */
export async function writePaused(db: Transaction<Database>, change: PauseChange): Promise<void> {
  const id = await ensureService(db, change.service);
  if (change.paused) await beginPause(db, id, change);
  else await endPause(db, id, change.at);
}

async function ensureService(db: Transaction<Database>, name: string): Promise<number> {
  await db
    .insertInto('service')
    .values({ name, paused_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await serviceId(db, name)) ?? 0;
}

async function beginPause(db: Transaction<Database>, id: number, { at, by }: PauseChange): Promise<void> {
  const open = await db
    .selectFrom('pause')
    .select('from_at')
    .where('service_id', '=', id)
    .where('to_at', 'is', null)
    .executeTakeFirst();
  if (open !== undefined) return;
  await db
    .insertInto('pause')
    .values({ service_id: id, from_at: at, to_at: null, by: by ?? null })
    .onConflict((conflict) => conflict.columns(['service_id', 'from_at']).doUpdateSet({ to_at: null }))
    .execute();
  await db.updateTable('service').set({ paused_at: at }).where('id', '=', id).execute();
}

async function endPause(db: Transaction<Database>, id: number, at: number): Promise<void> {
  await db
    .updateTable('pause')
    // A clock that was set back must not end it before it began.
    .set(({ fn, val }) => ({ to_at: fn<number>('max', ['from_at', val(at)]) }))
    .where('service_id', '=', id)
    .where('to_at', 'is', null)
    .execute();
  await db.updateTable('service').set({ paused_at: null }).where('id', '=', id).execute();
}

/** Pauses that share an instant with the range, by their beginning. */
export async function readPauses(
  db: Kysely<Database>,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
): Promise<readonly Pause[]> {
  const rows = await db
    .selectFrom('pause')
    .innerJoin('service', 'service.id', 'pause.service_id')
    .select(['service.name', 'from_at', 'to_at', 'by'])
    .where('from_at', '<', toAt)
    .where(({ or, eb }) => or([eb('to_at', 'is', null), eb('to_at', '>', fromAt)]))
    .orderBy('from_at')
    .orderBy('service.name')
    .execute();
  return rows.map(({ name, from_at, to_at, by }) => {
    return { service: name, fromAt: from_at, ...(to_at !== null && { toAt: to_at }), ...(by !== null && { by }) };
  });
}

/** The names of the services that are paused at present. */
export async function readPaused(db: Kysely<Database>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('service')
    .select('name')
    .where('paused_at', 'is not', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}
