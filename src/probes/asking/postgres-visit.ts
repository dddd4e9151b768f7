import type { Client, Connection } from 'pg';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Secret } from '../../domain/secret.ts';
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
import { DriverStream } from './driver-stream.ts';
import { encrypt } from './encrypt.ts';
import { postgresFailure } from './postgres-failure.ts';
import { postgresValue } from './postgres-value.ts';
import { maxAnswerBytes, maxQueryMs, maxRows, saidBy } from './query-rows.ts';

type Driver = typeof import('pg');

/** Runs one query on a PostgreSQL server, in a transaction that cannot write. Rejects with a Failure that carries what was learned until then. */
export async function visitPostgres(question: SqlQuestion, context: ProbeContext): Promise<Observation> {
  const driver = await loadDriver('pg', () => import('pg'));
  return visitDatabase(question, tongueOf(question, driver, context), context);
}

function tongueOf(question: SqlQuestion, driver: Driver, { clock }: ProbeContext): DatabaseTongue<Client> {
  const { host } = question;
  const stream = new DriverStream(maxAnswerBytes);
  return {
    type: 'postgres',
    protocol: 'PostgreSQL',
    stream,
    productOf: (version) => `PostgreSQL ${numbersOf(version)}`.trimEnd(),
    async enter(socket, tls, visit) {
      const { attempt } = visit;
      // PostgreSQL 17 and later look for this name (https://www.postgresql.org/docs/current/protocol-flow.html).
      const encryption = tls && ({ host, tls, starttls: 'postgres', protocols: ['postgresql'] } as const);
      stream.carry(encryption ? await encrypt(socket, encryption, { attempt, clock }) : socket);
      attempt.enter('wait', 'waiting for the server to let us in');
      return drive(() => logIn(question, driver, visit), visit);
    },
    ask: (client, visit) => ask(client, question, { driver, visit }),
    leave: (client) => void client.end().catch(() => undefined),
    failureOf: (error) => (error instanceof driver.DatabaseError ? postgresFailure(error) : undefined),
  };
}

async function logIn(question: SqlQuestion, driver: Driver, visit: Visit): Promise<Client> {
  const { username: user, password, database = user, host, port } = question;
  const client = new driver.Client({
    host,
    port,
    user,
    database,
    // Without one, the driver would look for a password in the environment and the home directory.
    password: () => passwordOrRefusal(password),
    ssl: false,
    sslnegotiation: 'postgres',
    stream: () => visit.stream,
  });
  // The driver's own takes more from the environment.
  Object.assign(client, { getStartupConf: () => ({ user, database, application_name: 'svcmon' }) });
  client.connection.on('parameterStatus', (status: ParameterStatus) => learnVersion(status, visit));
  await orBroken(client, client.connect());
  return client;
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html, ParameterStatus. */
interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

function learnVersion({ parameterName, parameterValue }: ParameterStatus, { attempt }: Visit): void {
  if (parameterName === 'server_version') attempt.learn({ details: { server_version: saidBy(parameterValue) } });
}

async function passwordOrRefusal(password: Secret | undefined): Promise<string> {
  if (password !== undefined) return password.reveal();
  throw new Failure('auth_failed', 'the server asks for a password, and none is configured');
}

/** The driver tells some of what goes wrong to whoever listens to the client, and leaves its promises open. */
function orBroken<T>(client: Client, promise: Promise<T>): Promise<T> {
  const broken = new Promise<never>((_resolve, reject) => client.on('error', reject));
  return Promise.race([promise, broken]);
}

async function ask(client: Client, question: SqlQuestion, { driver, visit }: AskParts): Promise<void> {
  await orBroken(client, client.query(readOnly));
  await orBroken(client, answerTo(question, client, { driver, visit }));
}

/** A query that runs on after we have gone is ended by the server itself: at once where it can notice, else by its own clock. */
const readOnly = [
  'BEGIN READ ONLY',
  `SET LOCAL statement_timeout = ${maxQueryMs}`,
  // Since PostgreSQL 14; where it is not of Linux it may refuse.
  `SELECT set_config(name, '1s', true) FROM pg_settings
     WHERE name = 'client_connection_check_interval' AND version() LIKE '%linux%'`,
].join(';');

interface AskParts {
  readonly driver: Driver;
  readonly visit: Visit;
}

function answerTo({ query, params }: SqlQuestion, client: Client, { driver, visit }: AskParts): Promise<void> {
  const { attempt, rows } = visit;
  // One portal, of which the server sends so many rows and then waits; several statements in one text it refuses.
  const bounded = { text: query, values: [...params], rowMode: 'array', rows: maxRows + 1, types: asWritten };
  const answer = new driver.Query<string[]>(bounded);
  // The driver would ask for as many again.
  Object.assign(answer, { handlePortalSuspended: (connection: Connection) => connection.sync() });
  return new Promise((resolve, reject) => {
    answer.on('error', reject);
    answer.on('end', () => resolve());
    answer.on('row', (row: readonly (string | null)[], result) => {
      if (rows.isEmpty) attempt.enter('receive', 'receiving the answer to the query');
      const fields = result?.fields ?? [];
      if (rows.isEmpty) rows.name(fields.map(({ name }) => name));
      rows.take(row.map((text, at) => postgresValue(text, fields[at]?.dataTypeID ?? 0)));
    });
    client.query(answer);
  });
}

/** Values come as the text that the server wrote. */
const asWritten = { getTypeParser: () => (text: string) => text };
