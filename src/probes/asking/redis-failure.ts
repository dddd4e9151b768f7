import { Failure, type FailureReason } from '../../domain/failure.ts';
import { saidBy } from './query-rows.ts';

/** What a Redis server means by an error that it answers a command with. */
export function redisFailure(text: string): Failure {
  return explained(meaningOf(text) ?? ['query_failed', 'the command failed'], text);
}

/** What it means by an error that it answers AUTH with. */
export function loginFailure(text: string): Failure {
  return explained(meaningOf(text) ?? refused, text);
}

/** What it means by an error that it answers SELECT with. */
export function selectFailure(text: string): Failure {
  return explained(meaningOf(text) ?? ['service_unknown', 'the server has no such database'], text);
}

function explained([reason, means]: Meaning, text: string): Failure {
  return new Failure(reason, `${means}: ${saidBy(text)}`);
}

/** The first word of an error is its code; what has none of its own comes as ERR. */
function meaningOf(text: string): Meaning | undefined {
  return text === tooManyClients ? tooMany : meanings[text.split(' ', 1)[0] ?? ''];
}

type Meaning = readonly [FailureReason, string];

const refused: Meaning = ['auth_failed', 'the server refuses the credentials'];
const tooMany: Meaning = ['query_failed', 'the server has too many connections'];

// In networking.c of Redis, acceptCommonHandler.
const tooManyClients = 'ERR max number of clients reached';

const meanings: Readonly<Record<string, Meaning>> = {
  WRONGPASS: refused,
  NOAUTH: ['auth_failed', 'the server asks for a password, and none is configured'],
  NOPERM: ['query_failed', 'the user may not do this'],
  DENIED: ['query_failed', 'the server takes no connections from here'],
  LOADING: ['query_failed', 'the server is starting: it still loads its data'],
  BUSY: ['query_failed', 'the server is busy with a script'],
  MASTERDOWN: ['query_failed', 'the replica has lost its master, and may not answer with old data'],
  CLUSTERDOWN: ['query_failed', 'the cluster is down'],
  MOVED: ['query_failed', 'another node of the cluster has this key'],
  ASK: ['query_failed', 'another node of the cluster has this key'],
  MISCONF: ['query_failed', 'the server cannot save its data'],
  OOM: ['query_failed', 'the server is out of memory'],
  READONLY: ['query_failed', 'the server is a replica, which cannot be written to'],
};
