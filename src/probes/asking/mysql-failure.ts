import { Failure, type FailureReason } from '../../domain/failure.ts';
import { saidBy } from './query-rows.ts';

/** What a server said of an error, as mysql2 puts it on what it throws. */
export interface MysqlError {
  readonly errno: number;
  readonly sqlState: string;
  readonly sqlMessage: string;
}

/** Whether a server said this, not the driver. */
export function isMysqlError(error: unknown): error is MysqlError {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' && 'sqlMessage' in error;
}

/**
 * What a server means by an error (https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html,
 * https://mariadb.com/docs/server/reference/error-codes).
 */
export function mysqlFailure({ errno, sqlState, sqlMessage }: MysqlError): Failure {
  const [reason, means] = meanings[errno] ?? (sqlState === '28000' ? refused : otherwise);
  const state = sqlState === '' ? '' : `, SQLSTATE ${saidBy(sqlState)}`;
  return new Failure(reason, `${means} (error ${errno}${state}): ${saidBy(sqlMessage)}`);
}

type Meaning = readonly [FailureReason, string];

const refused: Meaning = ['auth_failed', 'the server refuses the credentials'];
const otherwise: Meaning = ['query_failed', 'the query failed'];
const tooMany: Meaning = ['query_failed', 'the server has too many connections'];
const locked: Meaning = ['auth_failed', 'the account is locked'];
const interrupted: Meaning = ['query_failed', 'the server cancelled the query'];

const meanings: Readonly<Record<number, Meaning>> = {
  1040: tooMany,
  1044: ['auth_failed', 'the user may not use the database, or there is none of that name'],
  1049: ['service_unknown', 'the server has no such database'],
  1053: ['query_failed', 'the server is shutting down'],
  1129: ['query_failed', 'the server takes no more connections from here'],
  1130: ['auth_failed', 'the server takes no connections from here'],
  1142: ['query_failed', 'the user may not do this'],
  1203: tooMany,
  1226: tooMany,
  1251: ['auth_failed', 'the server wants another way to log in than the driver knows'],
  1792: ['query_failed', 'the query writes, which a monitor may not'],
  1820: ['auth_failed', 'the password has expired'],
  1862: ['auth_failed', 'the password has expired'],
  1927: ['query_failed', 'the server ended the session'],
  1969: interrupted,
  3024: interrupted,
  3118: locked,
  3159: ['tls_protocol', 'the server wants TLS'],
  4151: locked,
};
