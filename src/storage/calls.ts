import type { Kysely, Transaction } from 'kysely';
import type { Heartbeat } from '../domain/heartbeat.ts';
import type { Listening } from '../domain/listening.ts';
import type { Database } from './schema.ts';
import type { Commit, StoredCalls } from './store.ts';

const listeningName = 'listening';
const keyName = 'token_key';

/** Replaces what is known of these services, and when it was listened. */
export async function writeCalls(
  db: Transaction<Database>,
  { heartbeats = [], listening }: Pick<Commit, 'heartbeats' | 'listening'>,
): Promise<void> {
  for (const { service, heartbeat } of heartbeats) {
    if (heartbeat === undefined) {
      await db.deleteFrom('heartbeat').where('service', '=', service).execute();
      continue;
    }
    const document = JSON.stringify(heartbeat);
    await db
      .insertInto('heartbeat')
      .values({ service, document })
      .onConflict((conflict) => conflict.column('service').doUpdateSet({ document }))
      .execute();
  }
  if (listening !== undefined) {
    const value = JSON.stringify(listening);
    await db
      .insertInto('own_fact')
      .values({ name: listeningName, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  }
}

/** Everything that `writeCalls` has written. */
export async function readCalls(db: Kysely<Database>): Promise<StoredCalls> {
  const rows = await db.selectFrom('heartbeat').selectAll().execute();
  const listening: Listening = JSON.parse((await ownFact(db, listeningName)) ?? '[]');
  return {
    heartbeats: new Map(rows.map(({ service, document }): [string, Heartbeat] => [service, JSON.parse(document)])),
    listening,
  };
}

/** The key that is stored; else this one, which then is. */
export async function ensureTokenKey(db: Transaction<Database>, fresh: string): Promise<string> {
  const known = await ownFact(db, keyName);
  if (known !== undefined) return known;
  await db.insertInto('own_fact').values({ name: keyName, value: fresh }).execute();
  return fresh;
}

async function ownFact(db: Kysely<Database>, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('own_fact').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}
