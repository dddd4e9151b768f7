import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sleep } from '../resilience/timer.ts';
import { makeFolder } from './create-file.ts';
import { type FileState, inspectFile, suspect } from './inspect.ts';
import { connectKeeper, type KeeperOptions } from './keeper.ts';
import { acquireLock, type Lock } from './lock.ts';
import { type Migration, migrations } from './migrations.ts';
import { prepareFile, type StoreNotice } from './prepare-file.ts';
import type { Retention } from './retention.ts';
import { createSqlStore } from './sql-store.ts';
import { type Connection, connect, type WaitEffects } from './sqlite.ts';
import { troubleOf } from './sqlite-error.ts';
import { type Store, storeTroubles } from './store.ts';
import { foreignFile, newerSchema, olderSchema, StoreRefused } from './store-refused.ts';
import { pathOfStoreUrl } from './store-url.ts';

/** See `openStore`. */
export interface OpenStoreOptions
  extends WaitEffects,
    Pick<KeeperOptions, 'checkpointEveryMs' | 'startCheckpointThread'> {
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

/** A store, and what somebody should hear about its opening. */
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
    const notices = await prepareFile(path, { ...options, steps: options.steps ?? migrations });
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
      throw foreignFile(path);
    case 'damaged':
      throw new StoreRefused(
        'damaged',
        `${path} is damaged (${file.problem}): svcmon sets it aside when it monitors next`,
      );
    case 'usable':
      if (file.version > steps.length) throw newerSchema(path, file.version, steps.length);
      if (file.version < steps.length) throw olderSchema(path);
  }
}

interface OpenFileParts {
  readonly options: OpenStoreOptions;
  readonly retention: Retention | undefined;
  readonly lock: Lock | undefined;
}

async function openFile(path: string, { options, retention, lock }: OpenFileParts): Promise<Store> {
  const isReader = options.mode === 'read';
  const keeper = retention === undefined ? undefined : await connectKeeper({ ...options, path });
  const writer = keeper?.connection ?? (await connect({ ...options, path, access: isReader ? 'read' : 'write' }));
  return createSqlStore({
    writer,
    reader: isReader ? writer : await beside(writer, { ...options, path, access: 'read' }),
    clock: options.clock,
    retention,
    importing: { retention: options.retention ?? defaultRetention, rest: restFor(lock, options) },
    upkeepTrouble: () => keeper?.checkpointFailure(),
    onTrouble: (thrown) => {
      if (lock !== undefined && troubleOf(thrown) === 'corrupt') void suspect(path);
    },
    release: async () => lock?.release(),
  });
}

// Long enough that another process gets its turn, which asks again and again, and short beside a step.
const restMs = 2;

/** Who is alone need not make way for anybody. */
function restFor(lock: Lock | undefined, { startTimer }: OpenStoreOptions): () => Promise<void> {
  if (lock !== undefined) return async () => undefined;
  return () => sleep(restMs, { startTimer, signal: new AbortController().signal });
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

/** What the disk keeps us from is for the user to mend; a defect comes back as it is. */
function toRefusal(thrown: unknown, path: string): unknown {
  if (thrown instanceof StoreRefused) return thrown;
  const trouble = troubleOf(thrown);
  const isSystemError = thrown instanceof Error && 'syscall' in thrown;
  if (trouble === undefined && !isSystemError) return thrown;
  const why = trouble === undefined && isSystemError ? thrown.message : storeTroubles[trouble ?? 'broken'];
  return new StoreRefused('unusable', `${path} cannot be used: ${why}`, { cause: thrown });
}
