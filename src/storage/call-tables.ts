import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Version 2: what is known of services that call us. */
export async function createCallTables({ schema }: Kysely<Database>): Promise<void> {
  await schema
    .createTable('heartbeat')
    .addColumn('service', 'text', (column) => column.primaryKey().notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('own_fact')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}
