import { DatabaseSync } from '@photostructure/sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';

type Handle = InstanceType<typeof DatabaseSync>;
type Parameters = ReadonlyArray<unknown>;

// Longer than a commit of another process takes, short enough not to be felt where everything waits for it.
const waitForLockMs = 25;

/** Opens the file itself. Throws what SQLite says. */
export function openHandle(path: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): Handle {
  return new DatabaseSync(path, { readOnly, timeout: waitForLockMs });
}

/**
 * Kysely's own dialect over the interface of `node:sqlite`, with transactions that cannot fail half-way for want of a lock.
 * Before each statement others may get their turn.
 */
export function sqliteDialect(handle: Handle, giveTurn: () => Promise<void>): Dialect {
  const driver = new ImmediateDriver(handle, giveTurn);
  return {
    createDriver: () => driver,
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class ImmediateDriver extends SqliteDriver {
  readonly #handle: Handle;
  readonly #giveTurn: () => Promise<void>;
  #connection: DatabaseConnection | undefined;

  constructor(handle: Handle, giveTurn: () => Promise<void>) {
    super({ database: toKyselyDatabase(handle) });
    this.#handle = handle;
    this.#giveTurn = giveTurn;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    this.#connection ??= paced(connection, this.#giveTurn);
    return this.#connection;
  }

  /** Takes the write lock at once: a transaction that reads first could no longer get it after another process wrote. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  /** A full or broken disk makes SQLite roll back by itself; a second time would hide that error behind its own. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#handle.isTransaction) await super.rollbackTransaction(connection);
  }
}

function paced(connection: DatabaseConnection, giveTurn: () => Promise<void>): DatabaseConnection {
  return {
    async executeQuery(query) {
      await giveTurn();
      return connection.executeQuery(query);
    },
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  };
}

const maxStatements = 200;

function toKyselyDatabase(handle: Handle): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      if (statements.size >= maxStatements) statements.clear();
      const statement = toKyselyStatement(handle, sql);
      statements.set(sql, statement);
      return statement;
    },
    close() {
      statements.clear();
      if (handle.isOpen) handle.close();
    },
  };
}

function toKyselyStatement(handle: Handle, sql: string): SqliteStatement {
  const statement = handle.prepare(sql);
  const names = statement.columns().map(({ name }) => name);
  // The package takes half as long where it need not name every value of every row.
  statement.setReturnArrays(true);
  return {
    reader: names.length > 0,
    all(parameters: Parameters) {
      try {
        return statement.all(...parameters).map((values: Parameters) => toRow(names, values));
      } catch (thrown) {
        throw withCode(thrown, () => handle.exec(statement.expandedSQL ?? ''));
      }
    },
    run: (parameters: Parameters) => statement.run(...parameters),
    *iterate(parameters: Parameters) {
      for (const values of statement.iterate(...parameters)) yield toRow(names, values);
    },
  };
}

function toRow(names: readonly string[], values: Parameters): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) row[names[index] ?? ''] = values[index];
  return row;
}

/** The package's `all` throws errors without their code, unlike its `exec`: reading once more tells it. */
function withCode(thrown: unknown, again: () => void): unknown {
  if (typeof thrown === 'object' && thrown !== null && 'errcode' in thrown) return thrown;
  try {
    again();
  } catch (coded) {
    return coded;
  }
  return thrown;
}
