import { CompiledQuery, Kysely, type Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { type StartTimer, sleep } from '../resilience/timer.ts';
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
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** What waiting for another process needs. */
export interface WaitEffects {
  readonly clock: Clock;
  readonly startTimer: StartTimer;
}

export interface ConnectOptions extends WaitEffects {
  readonly path: string;
  readonly access: 'read' | 'write';
}

/** Opens an existing SQLite file. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { path, access } = options;
  const handle = openHandle(path, { readOnly: access === 'read' });
  const db = new Kysely<Database>({ dialect: sqliteDialect(handle) });
  try {
    await db.connection().execute(async (connection) => {
      for (const pragma of access === 'read' ? [] : writerPragmas) await run(connection, `pragma ${pragma}`);
    });
  } catch (thrown) {
    handle.close();
    throw thrown;
  }
  return toConnection(db, options);
}

const writerPragmas = [
  // Readers never wait for the writer, nor it for them; a commit is an append to one file.
  'journal_mode = wal',
  // A large transaction does not leave a large log behind for ever.
  `journal_size_limit = ${16 * 1024 * 1024}`,
  'foreign_keys = off',
];

function toConnection(db: Kysely<Database>, { path, clock, startTimer }: ConnectOptions): Connection {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await patiently(work, { clock, startTimer });
    } catch (thrown) {
      throw toUnavailable(thrown, path);
    }
  };
  let closing: Promise<void> | undefined;
  return {
    db,
    write: (durability, work) => {
      return guarded(() =>
        db.connection().execute(async (connection) => {
          // Only between transactions does SQLite let go of the old setting.
          await run(connection, `pragma synchronous = ${durability === 'synced' ? 'full' : 'normal'}`);
          return connection.transaction().execute(work);
        }),
      );
    },
    read: (work) => guarded(() => db.transaction().setAccessMode('read only').execute(work)),
    close() {
      closing ??= db.destroy();
      return closing;
    },
  };
}

const patienceMs = 5_000;
const retryAfterMs = 10;

/** Repeats what fails because another process holds the file, without holding up everything else meanwhile. */
export async function patiently<T>(work: () => Promise<T>, { clock, startTimer }: WaitEffects): Promise<T> {
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
