import type { Kysely, Transaction } from 'kysely';
import type { GateReason, NotSent, OutboxItem } from '../domain/alert.ts';
import type { Database } from './schema.ts';

/** Replaces these messages. */
export async function writeOutbox(db: Transaction<Database>, items: readonly OutboxItem[]): Promise<void> {
  for (const item of items) {
    await db
      .insertInto('outbox')
      .values({
        id: item.id,
        channel: item.channel,
        pending: item.state === 'pending' ? 1 : 0,
        created_at: item.createdAt,
        document: JSON.stringify(item),
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          channel: row.ref('excluded.channel'),
          pending: row.ref('excluded.pending'),
          created_at: row.ref('excluded.created_at'),
          document: row.ref('excluded.document'),
        })),
      )
      .execute();
  }
}

/** Messages that wait to be sent, oldest first within each channel. */
export async function readPending(db: Kysely<Database>): Promise<readonly OutboxItem[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('document')
    .where((row) => row('pending', '=', row.lit(1)))
    .orderBy('id')
    .execute();
  return rows.map(({ document }): OutboxItem => JSON.parse(document));
}

/** All messages, newest first. */
export async function readOutbox(
  db: Kysely<Database>,
  { channel, limit }: { readonly channel?: string; readonly limit: number },
): Promise<readonly OutboxItem[]> {
  let select = db
    .selectFrom('outbox')
    .select('document')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (channel !== undefined) select = select.where('channel', '=', channel);
  return (await select.execute()).map(({ document }): OutboxItem => JSON.parse(document));
}

/** Adds reasons why something was not sent, each once. */
export async function writeNotSent(db: Transaction<Database>, all: readonly NotSent[]): Promise<void> {
  for (const { at, dedupKey, incidentId, service, channel, reason, text } of all) {
    await db
      .insertInto('not_sent')
      .values({
        at,
        dedup_key: dedupKey,
        incident_id: incidentId ?? null,
        service: service ?? null,
        channel: channel ?? '',
        reason,
        text,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

export interface NotSentQuery {
  readonly service?: string;
  readonly incidentId?: string;
  readonly limit: number;
}

/** Reasons why something was not sent, newest first. */
export async function readNotSent(db: Kysely<Database>, query: NotSentQuery): Promise<readonly NotSent[]> {
  let select = db.selectFrom('not_sent').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(query.limit);
  if (query.service !== undefined) select = select.where('service', '=', query.service);
  if (query.incidentId !== undefined) select = select.where('incident_id', '=', query.incidentId);
  const rows = await select.execute();
  return rows.map(({ at, dedup_key, incident_id, service, channel, reason, text }) => ({
    at,
    dedupKey: dedup_key,
    ...(incident_id !== null && { incidentId: incident_id }),
    ...(service !== null && { service }),
    ...(channel !== '' && { channel }),
    reason: reason as GateReason,
    text,
  }));
}
