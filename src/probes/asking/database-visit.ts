import type { Socket } from 'node:net';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Secret } from '../../domain/secret.ts';
import { Attempt } from '../../http/attempt.ts';
import { closedEarly } from '../../http/failure.ts';
import type { TlsSettings } from '../../http/request.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { brokenOff } from './broken-off.ts';
import { AnswerTooLong, type DriverStream, UnreadableAnswer } from './driver-stream.ts';
import { maxAnswerBytes, QueryRows } from './query-rows.ts';
import { type Place, reach } from './reach.ts';
import { tlsSettingsOf } from './tls-settings.ts';

/** A database and the way to it. */
export interface DatabasePlace extends Place {
  /** Nothing is encrypted without it. */
  readonly tls?: TlsKeys | undefined;
}

/** What is asked of a database that speaks SQL, and as whom. */
export interface SqlQuestion extends DatabasePlace {
  readonly username: string;
  readonly password?: Secret | undefined;
  readonly database?: string | undefined;
  readonly query: string;
  readonly params: readonly (string | number | boolean | null)[];
}

/** What is under way between us and a database. */
export interface Visit {
  readonly attempt: Attempt;
  readonly stream: DriverStream;
  readonly rows: QueryRows;
}

/** How one kind of database is spoken to through its driver. */
export interface DatabaseTongue<Client> {
  readonly type: string;
  readonly protocol: string;
  /** Carries what the driver says; for one visit. */
  readonly stream: DriverStream;
  /** `PostgreSQL 15.18`, from the version that the server says it has. */
  productOf(version: string): string;
  /** Begins with the connection that is open, encrypts it where there are settings, and logs in. Rejects with what the driver does, or a Failure. */
  enter(socket: Socket, tls: TlsSettings | undefined, visit: Visit): Promise<Client>;
  /** Asks, and fills in the rows. Rejects with what the driver does. */
  ask(client: Client, visit: Visit): Promise<void>;
  /** Says that we go, and ends the stream. */
  leave(client: Client, visit: Visit): void;
  /** What the server means by an error; undefined for one of the driver's own. */
  failureOf(error: unknown): Failure | undefined;
}

/** Asks a database once, on a connection of its own. Rejects with a Failure that carries what was learned until then. */
export async function visitDatabase<Client>(
  place: DatabasePlace,
  tongue: DatabaseTongue<Client>,
  { signal, clock, lookup }: ProbeContext,
): Promise<Observation> {
  const attempt = new Attempt({ signal, clock });
  const visit: Visit = { attempt, stream: tongue.stream, rows: new QueryRows() };
  let socket: Socket | undefined;
  let client: Client | undefined;
  try {
    const tls = place.tls && tlsSettingsOf(place.tls);
    socket = await reach(place, { attempt, lookup });
    client = await tongue.enter(socket, tls, visit);
    await askUntilEnough(client, tongue, visit);
    return observationOf(tongue, visit);
  } catch (error) {
    throw attempt.explain(translated(error, tongue, visit));
  } finally {
    if (client !== undefined) await part(client, tongue, visit);
    attempt.close();
    visit.stream.destroy();
    socket?.destroy();
  }
}

/** Runs what a driver does as a stage of the attempt. */
export function drive<T>(work: () => Promise<T>, { attempt, stream }: Visit): Promise<T> {
  return attempt.run<T>((resolve, reject) => {
    // What a driver throws is translated by whoever asked for it.
    work().then(resolve, reject);
    return () => stream.destroy();
  });
}

async function askUntilEnough<Client>(client: Client, tongue: DatabaseTongue<Client>, visit: Visit): Promise<void> {
  visit.attempt.enter('wait', 'waiting for the answer to the query');
  try {
    await drive(() => tongue.ask(client, visit), visit);
  } catch (error) {
    if (!(error instanceof AnswerTooLong)) throw error;
    visit.rows.cut(`the answer is longer than ${maxAnswerBytes} bytes`);
  }
}

function observationOf<Client>({ type, productOf }: DatabaseTongue<Client>, { attempt, rows }: Visit): Observation {
  attempt.timer.stop();
  const { phases, totalMs: responseTimeMs } = attempt.timer;
  const { details, ...unshown } = rows.facts();
  const version = String(attempt.facts.details?.server_version ?? '');
  return {
    type,
    summary: `${rows.summary} from ${productOf(version)}`,
    phases,
    responseTimeMs,
    ...attempt.facts,
    ...unshown,
    details: { ...details, ...attempt.facts.details },
  };
}

function translated<Client>(
  error: unknown,
  { protocol, failureOf }: DatabaseTongue<Client>,
  { stream }: Visit,
): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof AnswerTooLong) {
    return new Failure('bad_response', `the server says more than ${maxAnswerBytes} bytes before it is asked`);
  }
  const failure = failureOf(error);
  if (failure !== undefined) return failure;
  const { errored } = stream;
  if (errored !== null && !(errored instanceof UnreadableAnswer)) return brokenOff(errored);
  if (errored === null && stream.endedEarly) return brokenOff(closedEarly);
  return new Failure('protocol_error', `what the server says is not the protocol of ${protocol}`, { cause: error });
}

/** Leaves in order. The answer is complete: that the time is up now changes nothing. */
async function part<Client>(client: Client, tongue: DatabaseTongue<Client>, visit: Visit): Promise<void> {
  const { attempt, stream } = visit;
  if (stream.destroyed || attempt.signal.aborted) return;
  const left = attempt.run<void>((resolve) => {
    stream.once('close', () => resolve());
    tongue.leave(client, visit);
    return () => stream.destroy();
  });
  await left.catch(() => undefined);
}

/** The numbers at the beginning of a version: `15.18` of `15.18 (Debian 15.18-0+deb12u1)`. */
export function numbersOf(version: string): string {
  return /^\d+(?:\.\d+)*/.exec(version)?.[0].slice(0, 40) ?? '';
}
