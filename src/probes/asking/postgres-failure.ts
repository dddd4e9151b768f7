import type { DatabaseError } from 'pg';
import { Failure, type FailureReason } from '../../domain/failure.ts';
import { saidBy } from './query-rows.ts';

/** What a PostgreSQL server means by an error (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
export function postgresFailure({ code, message }: Pick<DatabaseError, 'code' | 'message'>): Failure {
  if (code === undefined) return new Failure('protocol_error', `the answer is not of PostgreSQL: ${saidBy(message)}`);
  const [reason, means] = meanings[code] ?? meanings[code.slice(0, 2)] ?? otherwise;
  return new Failure(reason, `${means} (SQLSTATE ${saidBy(code)}): ${saidBy(message)}`);
}

const otherwise = ['query_failed', 'the query failed'] as const;

/** By code, or by the two letters of its class. */
const meanings: Readonly<Record<string, readonly [FailureReason, string]>> = {
  '28': ['auth_failed', 'the server refuses the credentials'],
  '3D000': ['service_unknown', 'the server has no such database'],
  '53300': ['query_failed', 'the server has too many connections'],
  '57P03': ['query_failed', 'the server takes no connections now'],
  '57P01': ['query_failed', 'the server is shutting down'],
  '57P02': ['query_failed', 'the server has crashed and is starting again'],
  '57P05': ['query_failed', 'the server ended the session'],
  '57014': ['query_failed', 'the server cancelled the query'],
  '25006': ['query_failed', 'the query writes, which a monitor may not'],
  '42501': ['query_failed', 'the user may not do this'],
};
