import { describe, expect, test } from 'vitest';
import { loginFailure, redisFailure, selectFailure } from '../../../src/probes/asking/redis-failure.ts';

describe('an error of Redis', () => {
  test.each([
    ['WRONGPASS invalid username-password pair or user is disabled.', 'auth_failed', 'refuses the credentials'],
    ['NOAUTH Authentication required.', 'auth_failed', 'asks for a password'],
    ["NOPERM User watcher has no permissions to run the 'set' command", 'query_failed', 'may not do this'],
    ['LOADING Redis is loading the dataset in memory', 'query_failed', 'is starting'],
    ['MASTERDOWN Link with MASTER is down', 'query_failed', 'lost its master'],
    ['ERR max number of clients reached', 'query_failed', 'too many connections'],
    ["ERR unknown command 'NONSENSE'", 'query_failed', 'the command failed'],
  ])('%j', (text, reason, means) => {
    const failure = redisFailure(text);
    expect(failure.reason).toBe(reason);
    expect(failure.message).toContain(means);
    expect(failure.message).toContain(text);
  });
});

test('what is said to a login is about the credentials, unless it is about the server', () => {
  expect(loginFailure('ERR AUTH <password> called without any password configured')).toMatchObject({
    reason: 'auth_failed',
  });
  expect(loginFailure('LOADING Redis is loading')).toMatchObject({ reason: 'query_failed' });
  expect(loginFailure('ERR max number of clients reached')).toMatchObject({ reason: 'query_failed' });
});

test('what is said to the choice of a database is that there is none, unless it is about the server', () => {
  expect(selectFailure('ERR DB index is out of range')).toMatchObject({ reason: 'service_unknown' });
  expect(selectFailure('NOAUTH Authentication required.')).toMatchObject({ reason: 'auth_failed' });
});
