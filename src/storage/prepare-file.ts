import { basename } from 'node:path';
import { createFile } from './create-file.ts';
import { clearSuspicion, inspectFile } from './inspect.ts';
import { backUp, type Migration, migrate } from './migrations.ts';
import { quarantine } from './quarantine.ts';
import { connect, type WaitEffects } from './sqlite.ts';
import { foreignFile, newerSchema } from './store-refused.ts';

/** What somebody should hear about the opening of a store. */
export interface StoreNotice {
  readonly kind: 'quarantined' | 'migrated';
  /** A sentence for people. */
  readonly text: string;
}

export interface PrepareOptions extends WaitEffects {
  readonly steps: readonly Migration[];
}

/** Makes sure, under the lock, that there is a whole file of our version. */
export async function prepareFile(path: string, options: PrepareOptions): Promise<readonly StoreNotice[]> {
  const file = inspectFile(path, 'thorough');
  if (file.state === 'foreign') throw foreignFile(path);
  const name = file.state === 'damaged' ? await quarantine(path, options.clock.now()) : undefined;
  await clearSuspicion(path);
  if (file.state === 'usable') return migrateFile(path, file.version, options);
  await createFile(path, options);
  if (file.state !== 'damaged') return [];
  const text = `${path} is damaged (${file.problem}): it is kept as ${name}, and a new history begins`;
  return [{ kind: 'quarantined', text }];
}

async function migrateFile(path: string, version: number, options: PrepareOptions): Promise<readonly StoreNotice[]> {
  const { steps, clock } = options;
  if (version > steps.length) throw newerSchema(path, version, steps.length);
  if (version === steps.length) return [];
  const connection = await connect({ ...options, path, access: 'write' });
  try {
    const backup = await backUp(connection, { path, version, at: clock.now() });
    await migrate(connection, { from: version, steps });
    const text = `${path} was brought from version ${version} to ${steps.length}; as it was it is kept as ${basename(backup)}`;
    return [{ kind: 'migrated', text }];
  } finally {
    await connection.close();
  }
}
