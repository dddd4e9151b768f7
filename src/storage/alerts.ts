import type { Kysely, Transaction } from 'kysely';
import type { Alert, ChannelAlertState } from '../domain/alert.ts';
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
