import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** What was deployed, and what came of it. */
export async function createDeploymentTable({ schema }: Kysely<Database>): Promise<void> {
  await schema
    .createTable('deployment')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('owed', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('deployment_by_time').on('deployment').column('created_at').execute();
  await schema.createIndex('deployment_by_service').on('deployment').columns(['service', 'created_at']).execute();
  await schema.createIndex('deployment_owed').on('deployment').column('id').where(sql.ref('owed'), '=', 1).execute();
}
