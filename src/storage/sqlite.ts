import { CompiledQuery, Kysely, type Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { type StartTimer, sleep } from '../resilience/timer.ts';
import { createTurns } from './pace.ts';
import type { Database } from './schema.ts';
import { openHandle, sqliteDialect } from './sqlite-dialect.ts';
import { toUnavailable, troubleOf } from './sqlite-error.ts';

/**
 * How long a write lasts. `written`: it survives the end of the process at any instant, since the system has it.
 * `synced`: it survives a power failure too, and so does everything written before it, since there is one log.
 */
export type Durability = 'written' | 'synced';

/** One connection to a database. Rejects with StoreUnavailable where the file or its disk keep it from working. */
export interface Connection {
  readonly db: Kysely<Database>;
  /** Whole or not at all. Work is called again when another process was in the way. */
  write<T>(durability: Durability, work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
  /** Everything that the work reads is of one instant. */
  read<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
  /** From now on writes the log back in passing, as with access `write`. */
  writeLogBackInPassing(): Promise<void>;
  /** Waits for what is under way; safe to call twice. */
  close(): Promise<void>;
}

/** What waiting for another process needs. */
export interface WaitEffects {
  readonly clock: Clock;
  readonly startTimer: StartTimer;
}

export interface ConnectOptions extends WaitEffects {
  readonly path: string;
  /**
   * `write`: every few pages of the log are written back in passing. `keep`: as `write`, but that is left to a thread of
   * its own, see checkpoints.ts. `create`: as `write`, to an empty file that gets its name when it is complete.
   */
  readonly access: 'read' | 'write' | 'keep' | 'create';
}

/** Opens an existing SQLite file. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { path, access } = options;
  const handle = openHandle(path, { readOnly: access === 'read' });
  const db = new Kysely<Database>({ dialect: sqliteDialect(handle, createTurns(options.clock)) });
  try {
    for (const pragma of pragmas[access]) await patiently(() => run(db, `pragma ${pragma}`), options);
  } catch (thrown) {
    handle.close();
    throw thrown;
  }
  return toConnection(db, options);
}

// Writing the log back takes its time from whoever commits: little and often.
const inPassing = 'wal_autocheckpoint = 500';

const walPragmas = [
  // Readers never wait for the writer, nor it for them; a commit is an append to one file.
  'journal_mode = wal',
  // A large transaction does not leave a large log behind for ever.
  `journal_size_limit = ${16 * 1024 * 1024}`,
];

const pragmas: Readonly<Record<ConnectOptions['access'], readonly string[]>> = {
  // An hour of a thousand services, and what is asked about them again and again.
  read: [`cache_size = -${16 * 1024}`],
  write: [...walPragmas, inPassing],
  // Before it fills the disk, 64 MiB, whatever became of the thread.
  keep: [...walPragmas, 'wal_autocheckpoint = 16384'],
  // A log would keep the name of the draft, and this process would go on using it for the file under its new name: the
  // package closes a connection for good only when the last of its statements is collected.
  create: ['journal_mode = delete', 'synchronous = full'],
};

function toConnection(db: Kysely<Database>, { path, access, clock, startTimer }: ConnectOptions): Connection {
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new Error(`${path} is closed`);
    const working = patiently(work, { clock, startTimer });
    underWay.add(working);
    try {
      return await working;
    } catch (thrown) {
      throw toUnavailable(thrown, path);
    } finally {
      underWay.delete(working);
    }
  };
  const finish = async (): Promise<void> => {
    // A connection that is closed within a transaction would keep its lock.
    await Promise.allSettled(underWay);
    if (access === 'write' || access === 'keep') await writeLogBack(db);
    await db.destroy();
  };

  return {
    db,
    write: (durability, work) => guarded(() => writeWith(db, durability, work)),
    writeLogBackInPassing: () => guarded(() => run(db, `pragma ${inPassing}`)),
    read: (work) => guarded(() => db.transaction().setAccessMode('read only').execute(work)),
    close() {
      closing ??= finish();
      return closing;
    },
  };
}

function writeWith<T>(
  db: Kysely<Database>,
  durability: Durability,
  work: (db: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    // Only between transactions does SQLite let go of the old setting.
    await run(connection, `pragma synchronous = ${durability === 'synced' ? 'full' : 'normal'}`);
    return connection.transaction().execute(work);
  });
}

/** Leaves one complete file behind where nobody else uses it; what remains in the log is as safe there. */
async function writeLogBack(db: Kysely<Database>): Promise<void> {
  await run(db, 'pragma wal_checkpoint(truncate)').catch(() => undefined);
}

const patienceMs = 5_000;
const retryAfterMs = 10;

/** Repeats what fails because another process holds the file, without holding up everything else meanwhile. */
async function patiently<T>(work: () => Promise<T>, { clock, startTimer }: WaitEffects): Promise<T> {
  const giveUpAt = clock.monotonic() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      if (troubleOf(thrown) !== 'busy' || clock.monotonic() >= giveUpAt) throw thrown;
      await sleep(retryAfterMs, { startTimer, signal: new AbortController().signal });
    }
  }
}

async function run(connection: Kysely<Database>, sql: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(sql));
}
