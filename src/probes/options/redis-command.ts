import type { OptionProblem } from '../probe.ts';

/** Commands that only read, and so may be asked again. */
const reading: ReadonlySet<string> = new Set([
  ...['PING', 'ECHO', 'TIME', 'INFO', 'ROLE', 'DBSIZE', 'LASTSAVE', 'EXISTS', 'TYPE', 'TTL', 'PTTL'],
  ...['GET', 'MGET', 'STRLEN', 'GETRANGE', 'LLEN', 'LRANGE', 'LINDEX', 'SCARD', 'SISMEMBER', 'SMEMBERS'],
  ...['HGET', 'HMGET', 'HGETALL', 'HLEN', 'HEXISTS', 'ZCARD', 'ZCOUNT', 'ZSCORE', 'ZRANGE', 'ZRANK'],
  ...['XLEN', 'XINFO', 'XPENDING', 'SCAN', 'PFCOUNT', 'BITCOUNT'],
]);

/** Commands that are answered by more than one reply, by none, or that change what the replies mean. */
const unanswerable: ReadonlySet<string> = new Set([
  ...[
    'SUBSCRIBE',
    'PSUBSCRIBE',
    'SSUBSCRIBE',
    'MONITOR',
    'SYNC',
    'PSYNC',
    'REPLCONF',
    'HELLO',
    'RESET',
    'QUIT',
    'SHUTDOWN',
  ],
]);

/** Whether a command only reads. */
export function readsOnly([name = '']: readonly string[]): boolean {
  return reading.has(name.toUpperCase());
}

/** Why a command cannot be what a service asks. */
export function commandProblems([name = '']: readonly string[]): readonly OptionProblem[] {
  const command = name.toUpperCase();
  const at = ['command', 0];
  if (command === 'AUTH') return [{ path: at, message: 'username and password have keys of their own' }];
  if (command === 'SELECT') return [{ path: at, message: 'database has a key of its own' }];
  return unanswerable.has(command) ? [{ path: at, message: `${command} is not answered by one reply` }] : [];
}
