import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createFile, makeFolder } from './create-file.ts';
import { clearSuspicion, type FileState, inspectFile, suspect } from './inspect.ts';
import { acquireLock, type Lock } from './lock.ts';
import { backUp, type Migration, migrate, migrations } from './migrations.ts';
import { quarantine } from './quarantine.ts';
import type { Retention } from './retention.ts';
import { createSqlStore } from './sql-store.ts';
import { type Connection, connect, type WaitEffects } from './sqlite.ts';
import { troubleOf } from './sqlite-error.ts';
import { type Store, storeTroubles } from './store.ts';
import { StoreRefused } from './store-refused.ts';
import { pathOfStoreUrl } from './store-url.ts';

/** See `openStore`. */
export interface OpenStoreOptions extends WaitEffects {
  /** `sqlite:PATH`, relative to the working directory. */
  readonly url: string;
  /**
   * `write`: keeps the history, alone: takes the lock, makes and migrates the file, sets a damaged one aside.
   * `shared-write`: short writes by people, whether or not somebody else keeps the history.
   * `read`: neither writes nor makes anything.
   */
  readonly mode: 'write' | 'shared-write' | 'read';
  readonly retention?: Retention;
  /** The schema's history, for tests of migrations. */
  readonly steps?: readonly Migration[];
}

/** What somebody should hear about the opening of a store. */
export interface StoreNotice {
  readonly kind: 'quarantined' | 'migrated';
  /** A sentence for people. */
  readonly text: string;
}

export interface OpenedStore {
  readonly store: Store;
  readonly notices: readonly StoreNotice[];
}

const dayMs = 86_400_000;

/** Results for 14 days, hours for 400 days, days for 5 years. */
export const defaultRetention: Retention = {
  resultsMs: 14 * dayMs,
  hourlyMs: 400 * dayMs,
  dailyMs: 5 * 365 * dayMs,
};

/** Opens a store; rejects with StoreRefused where that cannot be done. */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const path = pathOfStoreUrl(options.url);
  try {
    return options.mode === 'write' ? await openAlone(path, options) : await openShared(path, options);
  } catch (thrown) {
    throw toRefusal(thrown, path);
  }
}

async function openAlone(path: string, options: OpenStoreOptions): Promise<OpenedStore> {
  await makeFolder(dirname(path));
  // SQLite would open what cannot be written for reading, and say why only much later.
  for (const each of [dirname(path), path]) if (existsSync(each)) await access(each, constants.W_OK);
  const lock = acquireLock(path, { startedAt: options.clock.now() });
  try {
    const notices = await prepareFile(path, options);
    const retention = options.retention ?? defaultRetention;
    return { store: await openFile(path, { options, retention, lock }), notices };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

async function openShared(path: string, options: OpenStoreOptions): Promise<OpenedStore> {
  if (options.mode === 'shared-write' && inspectFile(path, 'brief').state === 'missing') {
    const { store } = await openAlone(path, options);
    await store.close();
  }
  requireOurs(path, inspectFile(path, 'brief'), options);
  return { store: await openFile(path, { options, retention: undefined, lock: undefined }), notices: [] };
}

function requireOurs(path: string, file: FileState, { steps = migrations }: OpenStoreOptions): void {
  switch (file.state) {
    case 'missing':
      throw new StoreRefused('missing', `${path} does not exist: nothing was stored yet`);
    case 'foreign':
      throw foreign(path);
    case 'damaged':
      throw new StoreRefused(
        'damaged',
        `${path} is damaged (${file.problem}): svcmon sets it aside when it monitors next`,
      );
    case 'usable':
      if (file.version > steps.length) throw newer(path, file.version, steps.length);
      if (file.version < steps.length) throw older(path);
  }
}

/** Makes sure, under the lock, that there is a whole file of our version. */
async function prepareFile(path: string, options: OpenStoreOptions): Promise<readonly StoreNotice[]> {
  const file = inspectFile(path, 'thorough');
  await clearSuspicion(path);
  if (file.state === 'foreign') throw foreign(path);
  if (file.state === 'usable') return migrateFile(path, file.version, options);
  const name = file.state === 'damaged' ? await quarantine(path, options.clock.now()) : undefined;
  await createFile(path, { ...options, steps: options.steps ?? migrations });
  if (file.state !== 'damaged') return [];
  const text = `${path} is damaged (${file.problem}): it is kept as ${name}, and a new history begins`;
  return [{ kind: 'quarantined', text }];
}

async function migrateFile(path: string, version: number, options: OpenStoreOptions): Promise<readonly StoreNotice[]> {
  const { steps = migrations, clock } = options;
  if (version > steps.length) throw newer(path, version, steps.length);
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

interface OpenFileParts {
  readonly options: OpenStoreOptions;
  readonly retention: Retention | undefined;
  readonly lock: Lock | undefined;
}

async function openFile(path: string, { options, retention, lock }: OpenFileParts): Promise<Store> {
  const access = options.mode === 'read' ? 'read' : 'write';
  const writer = await connect({ ...options, path, access });
  return createSqlStore({
    writer,
    reader: access === 'read' ? writer : await beside(writer, { ...options, path, access: 'read' }),
    clock: options.clock,
    retention,
    onTrouble: (thrown) => {
      if (lock !== undefined && troubleOf(thrown) === 'corrupt') void suspect(path);
    },
    release: async () => lock?.release(),
  });
}

/** A second connection; the first is closed where it cannot be had. */
async function beside(writer: Connection, options: Parameters<typeof connect>[0]): Promise<Connection> {
  try {
    return await connect(options);
  } catch (thrown) {
    await writer.close();
    throw thrown;
  }
}

function newer(path: string, version: number, ours: number): StoreRefused {
  const text = `${path} was written by a newer svcmon (version ${version} of its schema, this one knows ${ours}): use that one`;
  return new StoreRefused('newer_schema', text);
}

function older(path: string): StoreRefused {
  const text = `${path} is of an earlier version of svcmon: it is brought up to date when this one monitors next`;
  return new StoreRefused('older_schema', text);
}

function foreign(path: string): StoreRefused {
  return new StoreRefused('foreign', `${path} is a database of another program: choose another file for storage.url`);
}

/** What the disk keeps us from is for the user to mend; a defect comes back as it is. */
function toRefusal(thrown: unknown, path: string): unknown {
  if (thrown instanceof StoreRefused) return thrown;
  const trouble = troubleOf(thrown);
  const isSystemError = thrown instanceof Error && 'syscall' in thrown;
  if (trouble === undefined && !isSystemError) return thrown;
  const why = trouble === undefined && isSystemError ? thrown.message : storeTroubles[trouble ?? 'broken'];
  return new StoreRefused('unusable', `${path} cannot be used: ${why}`, { cause: thrown });
}
