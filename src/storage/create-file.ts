import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import { applicationId } from './inspect.ts';
import { type Migration, migrate } from './migrations.ts';
import { connect, type WaitEffects } from './sqlite.ts';

/** Makes a folder, and those above it, for their owner only; what exists stays as it is. */
export async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  // One by one: `recursive` says "no such file" where a disk is read-only.
  await makeFolder(dirname(folder));
  await mkdir(folder, { mode: 0o700 });
}

/** Makes an empty database of the last version, readable by its owner only. The file appears complete or not at all. */
export async function createFile(
  path: string,
  { clock, startTimer, steps }: WaitEffects & { readonly steps: readonly Migration[] },
): Promise<void> {
  const draft = `${path}.new`;
  for (const suffix of ['', '-journal']) await rm(`${draft}${suffix}`, { force: true });
  // SQLite gives the files it makes beside a database the permissions of that.
  await (await open(draft, 'wx', 0o600)).close();
  const connection = await connect({ clock, startTimer, path: draft, access: 'create' });
  try {
    await sql`pragma application_id = ${sql.lit(applicationId)}`.execute(connection.db);
    await migrate(connection, { from: 0, steps });
  } finally {
    await connection.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
