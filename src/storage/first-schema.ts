import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Makes the tables of version 1 in an empty database. */
export async function createFirstSchema(db: Kysely<Database>): Promise<void> {
  await createResultTables(db);
  await createIncidentTables(db);
  await createAlertTables(db);
  await createCalendarTables(db);
}

// Rows live in the index of their primary key: one B-tree instead of two, ordered as it is read.
const clustered = sql`without rowid`;

async function createResultTables({ schema }: Kysely<Database>): Promise<void> {
  await schema
    .createTable('service')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('paused_at', 'bigint')
    .execute();
  await schema
    .createTable('result_recent')
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('service_id', 'integer', (column) => column.notNull())
    .addColumn('facts', 'blob', (column) => column.notNull())
    .addPrimaryKeyConstraint('result_recent_key', ['generation', 'started_at', 'service_id'])
    .modifyEnd(clustered)
    .execute();
  await schema
    .createTable('result_block')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('service_id', 'integer', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('facts', 'blob', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('result_block_by_service')
    .unique()
    .on('result_block')
    .columns(['service_id', 'last_at'])
    .execute();
  await schema.createIndex('result_block_by_time').on('result_block').column('last_at').execute();
  await createDerivedTables(schema);
}

async function createDerivedTables(schema: Kysely<Database>['schema']): Promise<void> {
  await schema
    .createTable('sealing')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('sealing_generation', 'integer')
    .addColumn('sealed_through', 'integer', (column) => column.notNull())
    .addColumn('sealed_until_at', 'bigint', (column) => column.notNull())
    .addColumn('days_until_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('rollup')
    .addColumn('service_id', 'integer', (column) => column.notNull())
    .addColumn('period', 'integer', (column) => column.notNull())
    .addColumn('starts_at', 'bigint', (column) => column.notNull())
    .addColumn('healthy', 'integer', (column) => column.notNull())
    .addColumn('degraded', 'integer', (column) => column.notNull())
    .addColumn('unhealthy', 'integer', (column) => column.notNull())
    .addColumn('unknown', 'integer', (column) => column.notNull())
    .addColumn('sketch', 'blob', (column) => column.notNull())
    .addPrimaryKeyConstraint('rollup_key', ['service_id', 'period', 'starts_at'])
    .modifyEnd(clustered)
    .execute();
  await schema
    .createTable('evidence')
    .addColumn('service_id', 'integer', (column) => column.notNull())
    .addColumn('failed', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('evidence_key', ['service_id', 'failed', 'started_at'])
    .execute();
  await schema
    .createTable('health')
    .addColumn('service_id', 'integer', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
}

async function createIncidentTables({ schema }: Kysely<Database>): Promise<void> {
  await schema
    .createTable('incident')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('acknowledged_by', 'text')
    .addColumn('acknowledged_at', 'bigint')
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('incident_by_service').on('incident').columns(['service', 'started_at']).execute();
  await schema.createIndex('incident_by_time').on('incident').column('started_at').execute();
  await schema.createIndex('incident_by_end').on('incident').column('closed_at').execute();
  await schema
    .createTable('timeline')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('incident_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('by', 'text')
    // A commit that is made once more tells nothing twice.
    .addUniqueConstraint('timeline_once', ['incident_id', 'at', 'kind', 'text'])
    .execute();
}

async function createAlertTables({ schema }: Kysely<Database>): Promise<void> {
  await schema
    .createTable('alert')
    .addColumn('dedup_key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('resolved_at', 'bigint')
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('alert_by_end').on('alert').column('resolved_at').execute();
  await schema
    .createTable('channel_alert')
    .addColumn('dedup_key', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('open', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('channel_alert_key', ['dedup_key', 'channel'])
    .execute();
  await schema
    .createIndex('channel_alert_open')
    .on('channel_alert')
    .column('dedup_key')
    .where(sql.ref('open'), '=', 1)
    .execute();
  await createMessageTables(schema);
}

async function createMessageTables(schema: Kysely<Database>['schema']): Promise<void> {
  await schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('pending', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('outbox_pending').on('outbox').column('id').where(sql.ref('pending'), '=', 1).execute();
  await schema.createIndex('outbox_by_time').on('outbox').column('created_at').execute();
  await schema
    .createTable('not_sent')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('dedup_key', 'text', (column) => column.notNull())
    .addColumn('incident_id', 'text')
    .addColumn('service', 'text')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addUniqueConstraint('not_sent_once', ['dedup_key', 'channel', 'reason', 'at'])
    .execute();
  await schema.createIndex('not_sent_by_time').on('not_sent').column('at').execute();
}

async function createCalendarTables({ schema }: Kysely<Database>): Promise<void> {
  for (const name of ['silence', 'maintenance']) {
    await schema
      .createTable(name)
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('starts_at', 'bigint', (column) => column.notNull())
      .addColumn('ends_at', 'bigint', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex(`${name}_by_end`).on(name).column('ends_at').execute();
  }
}
