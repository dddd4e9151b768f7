import { open } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import { createAccessTables } from './access-tables.ts';
import { createCallTables } from './call-tables.ts';
import { createDeploymentTable } from './deployment-table.ts';
import { createFirstSchema } from './first-schema.ts';
import { addHistory } from './history-tables.ts';
import type { Database } from './schema.ts';
import { beginSealing } from './sealing-state.ts';
import type { Connection } from './sqlite.ts';

/** One step of the schema; its version is its place in the list, from 1. */
export type Migration = (db: Kysely<Database>) => Promise<void>;

/** All steps ever made. Append only: files of every version are out there. */
export const migrations: readonly Migration[] = [
  async (db) => {
    await createFirstSchema(db);
    await beginSealing(db);
  },
  createCallTables,
  addHistory,
  createDeploymentTable,
  createAccessTables,
];

/** Brings a database of that version to the last one, whole or not at all. */
export async function migrate(
  connection: Connection,
  { from, steps = migrations }: { readonly from: number; readonly steps?: readonly Migration[] },
): Promise<void> {
  await connection.write('synced', async (db) => {
    for (const step of steps.slice(from)) await step(db);
    await sql`pragma user_version = ${sql.lit(steps.length)}`.execute(db);
  });
}

/** Copies the database as it is to a new file beside it, readable by its owner only; resolves with its path. */
export async function backUp(
  { db }: Connection,
  { path, version, at }: { readonly path: string; readonly version: number; readonly at: number },
): Promise<string> {
  const stamp = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const target = `${path}.backup-v${version}-${stamp}`;
  const file = await open(target, 'wx', 0o600);
  try {
    // Into an empty file only: nothing is ever overwritten.
    await sql`vacuum into ${target}`.execute(db);
    await file.sync();
  } finally {
    await file.close();
  }
  return target;
}
