import type { DeleteResult, Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** From when on each kind of history is kept, epoch ms. */
export interface RetentionLimits {
  readonly resultsFromAt: number;
  readonly hoursFromAt: number;
  readonly daysFromAt: number;
}

const perStep = 40;

/** Removes some of the results, incidents, messages, silences and the like that are over for too long; resolves whether there may be more. */
export async function pruneRecords(db: Transaction<Database>, limits: RetentionLimits): Promise<boolean> {
  for (const prune of [pruneBlocks, pruneIncidents, pruneAlerts, pruneOutbox, pruneNotSent, pruneCalendar]) {
    if (await prune(db, limits)) return true;
  }
  return false;
}

type Prune = (db: Transaction<Database>, limits: RetentionLimits) => Promise<boolean>;

const pruneBlocks: Prune = (db, { resultsFromAt }) => {
  const old = db.selectFrom('result_block').select('id').where('last_at', '<', resultsFromAt).orderBy('last_at');
  return anyRemoved(db.deleteFrom('result_block').where('id', 'in', old.limit(perStep)));
};

const pruneIncidents: Prune = async (db, { daysFromAt }) => {
  const rows = await db
    .selectFrom('incident')
    .select('id')
    .where('started_at', '<', daysFromAt)
    .where('closed_at', '<', daysFromAt)
    .limit(perStep)
    .execute();
  if (rows.length === 0) return false;
  const ids = rows.map(({ id }) => id);
  await db.deleteFrom('timeline').where('incident_id', 'in', ids).execute();
  await db.deleteFrom('incident').where('id', 'in', ids).execute();
  return true;
};

const pruneAlerts: Prune = async (db, { hoursFromAt }) => {
  const rows = await db
    .selectFrom('alert')
    .select('dedup_key')
    .where('resolved_at', '<', hoursFromAt)
    .where(({ not, exists, selectFrom, lit }) => {
      const ofAlert = selectFrom('channel_alert').whereRef('channel_alert.dedup_key', '=', 'alert.dedup_key');
      return not(exists(ofAlert.select('channel').where('open', '=', lit(1))));
    })
    .limit(perStep)
    .execute();
  if (rows.length === 0) return false;
  const keys = rows.map(({ dedup_key }) => dedup_key);
  await db.deleteFrom('channel_alert').where('dedup_key', 'in', keys).execute();
  await db.deleteFrom('alert').where('dedup_key', 'in', keys).execute();
  return true;
};

const pruneOutbox: Prune = (db, { hoursFromAt }) => {
  const old = db.selectFrom('outbox').select('id').where('created_at', '<', hoursFromAt).where('pending', '=', 0);
  return anyRemoved(db.deleteFrom('outbox').where('id', 'in', old.limit(perStep)));
};

const pruneNotSent: Prune = (db, { hoursFromAt }) => {
  const old = db.selectFrom('not_sent').select('id').where('at', '<', hoursFromAt);
  return anyRemoved(db.deleteFrom('not_sent').where('id', 'in', old.limit(perStep)));
};

/** Windows, pauses and deployments stay as long as the reports that leave them out. */
const pruneCalendar: Prune = async (db, { daysFromAt }) => {
  await db.deleteFrom('silence').where('ends_at', '<', daysFromAt).execute();
  await db.deleteFrom('maintenance').where('ends_at', '<', daysFromAt).execute();
  await db.deleteFrom('pause').where('to_at', '<', daysFromAt).execute();
  await db.deleteFrom('deployment').where('created_at', '<', daysFromAt).execute();
  return false;
};

/** Whether a deletion found something to remove. */
async function anyRemoved(deletion: { executeTakeFirst(): Promise<DeleteResult> }): Promise<boolean> {
  return (await deletion.executeTakeFirst()).numDeletedRows > 0n;
}
