import type { Connection, ConnectionOptions, FieldPacket } from 'mysql2';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import { codeOf } from '../../http/error-codes.ts';
import type { TlsSettings } from '../../http/request.ts';
import type { ProbeContext } from '../probe.ts';
import {
  type DatabaseTongue,
  drive,
  numbersOf,
  type SqlQuestion,
  type Visit,
  visitDatabase,
} from './database-visit.ts';
import { loadDriver } from './driver.ts';
import { isMysqlError, mysqlFailure } from './mysql-failure.ts';
import { MysqlStream } from './mysql-stream.ts';
import { beginMysqlTls } from './mysql-tls.ts';
import { mysqlValue } from './mysql-value.ts';
import { maxAnswerBytes, maxQueryMs, maxRows, saidBy } from './query-rows.ts';

type Driver = typeof import('mysql2');

/** Runs one query on a MySQL or MariaDB server, in a transaction that cannot write. Rejects with a Failure that carries what was learned until then. */
export async function visitMysql(question: SqlQuestion, context: ProbeContext): Promise<Observation> {
  const driver = await loadDriver('mysql2', () => import('mysql2'));
  return visitDatabase(question, tongueOf(question, driver, context), context);
}

function tongueOf(question: SqlQuestion, driver: Driver, { clock }: ProbeContext): DatabaseTongue<Connection> {
  const stream = new MysqlStream(maxAnswerBytes);
  return {
    type: 'mysql',
    protocol: 'MySQL',
    stream,
    async enter(socket, tls, visit) {
      const client = driver.createConnection(optionsOf(question, driver, { stream, tls }));
      const login = logIn(client, visit);
      login.catch(() => undefined);
      if (tls) await beginMysqlTls({ socket, tls, host: question.host, stream, login, clock }, visit);
      else stream.carry(socket);
      visit.attempt.enter('wait', 'waiting for the server to let us in');
      await drive(() => login, visit);
      return client;
    },
    ask: (client, visit) => ask(client, question, visit),
    leave(client) {
      client.end();
      stream.end();
    },
    failureOf: (error) => (isMysqlError(error) ? mysqlFailure(error) : refusalOf(error)),
    productOf: (version) => `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${numbersOf(version)}`.trimEnd(),
  };
}

function optionsOf(
  { host, username, password, database }: SqlQuestion,
  { authPlugins }: Driver,
  { stream, tls }: { readonly stream: MysqlStream; readonly tls: TlsSettings | undefined },
): ConnectionOptions {
  const secret = password?.reveal() ?? '';
  return {
    host,
    user: username,
    password: secret,
    stream,
    ...(database !== undefined && { database }),
    connectTimeout: 0,
    connectAttributes: { program_name: 'svcmon' },
    // A server could ask for files of this machine.
    flags: ['-LOCAL_FILES'],
    disableEval: true,
    dateStrings: true,
    decimalNumbers: true,
    supportBigNumbers: true,
    jsonStrings: true,
    // The driver does not see that what it writes is encrypted, where the password itself may be sent.
    ...(tls && {
      enableCleartextPlugin: tls.insecure !== true,
      authPlugins: {
        caching_sha2_password: authPlugins.caching_sha2_password({ overrideIsSecure: true }),
        sha256_password: () => () => Buffer.from(`${secret}\0`),
      },
    }),
  };
}

async function logIn(client: Connection, { attempt }: Visit): Promise<void> {
  await orBroken<void>(client, (resolve) => {
    client.on('connect', (greeting: { readonly serverVersion?: unknown }) => {
      attempt.learn({ details: { server_version: versionIn(String(greeting.serverVersion)) } });
      resolve();
    });
  });
}

/** MariaDB puts another in front of its own, for the replicas of old (https://jira.mariadb.org/browse/MDEV-4088). */
function versionIn(greeted: string): string {
  return saidBy(/mariadb/i.test(greeted) ? greeted.replace(/^5\.5\.5-/, '') : greeted);
}

async function ask(client: Connection, question: SqlQuestion, visit: Visit): Promise<void> {
  for (const statement of preparation) {
    await orBroken<void>(client, (resolve, reject) => {
      client.query(statement, (error) => (error ? reject(error) : resolve()));
    });
  }
  await answerTo(question, client, visit);
}

const preparation = [
  // Where a server would spend more on a query, it ends it by itself: one that runs on after we have gone.
  // The first comment is read by MariaDB, the second by MySQL since 5.7.8.
  `SET sql_select_limit = ${maxRows + 1} /*M!100101 , max_statement_time = ${maxQueryMs / 1_000} */ /*!50708 , max_execution_time = ${maxQueryMs} */`,
  // For all that follow: in MariaDB a statement such as DROP would end a single transaction, and be run after it.
  'SET SESSION TRANSACTION READ ONLY',
];

function answerTo({ query: sql, params }: SqlQuestion, client: Connection, { attempt, rows }: Visit): Promise<void> {
  return orBroken<void>(client, (resolve, reject) => {
    const answer =
      params.length === 0
        ? client.query({ sql, rowsAsArray: true })
        : client.execute({ sql, values: [...params], rowsAsArray: true });
    let columns: readonly FieldPacket[] = [];
    answer.on('error', reject);
    answer.on('end', () => resolve());
    answer.on('fields', (fields: readonly FieldPacket[] | undefined) => {
      // A procedure may answer with more tables than one; the first is the answer.
      if (columns.length > 0 || fields === undefined) return;
      columns = fields;
      rows.name(columns.map(({ name }) => name));
    });
    answer.on('result', (row: unknown, table: number) => {
      // What is no table is told in an object.
      if (table > 0 || !Array.isArray(row)) return;
      if (rows.isEmpty) attempt.enter('receive', 'receiving the answer to the query');
      rows.take(row.map((value, at) => mysqlValue(value, columns[at] ?? {})));
    });
  });
}

/** What goes wrong with the connection is told to whoever listens to it. */
function orBroken<T>(
  client: Connection,
  work: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    client.on('error', reject);
    work(resolve, reject);
  });
}

/** The driver itself refuses to log in as the server wants it to. */
function refusalOf(error: unknown): Failure | undefined {
  if (!refusals.has(codeOf(error) ?? '')) return undefined;
  return new Failure(
    'auth_failed',
    'the server wants to be told the password in a way that the driver does not know or allow',
  );
}

const refusals: ReadonlySet<string> = new Set(['AUTH_SWITCH_PLUGIN_ERROR', 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED']);
