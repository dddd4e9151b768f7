import type { Kysely, Transaction } from 'kysely';
import type { Alert, ChannelAlertState, GateReason, NotSent, OutboxItem } from '../domain/alert.ts';
import type { Database } from './schema.ts';

/** Replaces these alerts. */
export async function writeAlerts(db: Transaction<Database>, alerts: readonly Alert[]): Promise<void> {
  for (const alert of alerts) {
    await db
      .insertInto('alert')
      .values({
        dedup_key: alert.dedupKey,
        service: alert.service ?? '',
        started_at: alert.startedAt,
        resolved_at: alert.resolvedAt ?? null,
        document: JSON.stringify(alert),
      })
      .onConflict((conflict) =>
        conflict.column('dedup_key').doUpdateSet((row) => ({
          service: row.ref('excluded.service'),
          started_at: row.ref('excluded.started_at'),
          resolved_at: row.ref('excluded.resolved_at'),
          document: row.ref('excluded.document'),
        })),
      )
      .execute();
  }
}

const settledStates: readonly ChannelAlertState['state'][] = ['resolved', 'rejected'];

/** Replaces how these channels stand with these alerts. */
export async function writeChannels(db: Transaction<Database>, all: readonly ChannelAlertState[]): Promise<void> {
  for (const state of all) {
    const open = settledStates.includes(state.state) ? 0 : 1;
    await db
      .insertInto('channel_alert')
      .values({ dedup_key: state.dedupKey, channel: state.channel, open, document: JSON.stringify(state) })
      .onConflict((conflict) =>
        conflict.columns(['dedup_key', 'channel']).doUpdateSet((row) => ({
          open: row.ref('excluded.open'),
          document: row.ref('excluded.document'),
        })),
      )
      .execute();
  }
}

/** Alerts that are not resolved, or whose end some channel has not been told yet; with how every channel stands with them. */
export async function readOpenAlerts(
  db: Kysely<Database>,
): Promise<{ readonly alerts: readonly Alert[]; readonly channels: readonly ChannelAlertState[] }> {
  const unresolved = db.selectFrom('alert').select('dedup_key').where('resolved_at', 'is', null);
  const owed = db
    .selectFrom('channel_alert')
    .select('dedup_key')
    .where((row) => row('open', '=', row.lit(1)));
  const open = unresolved.union(owed);
  const alerts = await db
    .selectFrom('alert')
    .select('document')
    .where('dedup_key', 'in', open)
    .orderBy('started_at')
    .orderBy('dedup_key')
    .execute();
  const channels = await db
    .selectFrom('channel_alert')
    .select('document')
    .where('dedup_key', 'in', open)
    .orderBy('dedup_key')
    .orderBy('channel')
    .execute();
  return {
    alerts: alerts.map(({ document }): Alert => JSON.parse(document)),
    channels: channels.map(({ document }): ChannelAlertState => JSON.parse(document)),
  };
}

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
