import { describe, expect, test } from 'vitest';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import {
  checkResult,
  failedAttempt,
  foundResult,
  observation,
  startedAt,
  unhealthyResult,
  unknownResult,
} from '../support/check-result.ts';

describe('what is kept of every result', () => {
  test('are its times to a hundredth of a millisecond, and no message when it is ok', () => {
    const times = { responseTimeMs: 41.2345, phases: { dns: 1.005, wait: 40.118 } };
    expect(toStoredResult(checkResult({ durationMs: 41.239, observation: observation(times) }))).toEqual({
      service: 'web',
      startedAt,
      intervalMs: 60_000,
      durationMs: 41.24,
      status: 'healthy',
      reason: 'ok',
      responseTimeMs: 41.23,
      statusCode: 200,
      attempts: 1,
      phases: { dns: 1, wait: 40.12 },
    });
  });

  test('are the reason and the message of a failure', () => {
    expect(toStoredResult(unhealthyResult)).toMatchObject({
      status: 'unhealthy',
      reason: 'unexpected_status',
      attempts: 2,
      statusCode: 503,
      responseTimeMs: 120.4,
      message: unhealthyResult.message,
    });
  });

  test('is no response time where the last attempt was not answered, though something was seen', () => {
    const failed = foundResult(
      { status: 'unhealthy', reason: 'timeout', message: 'no complete answer within 2 s' },
      { attempts: [failedAttempt({ reason: 'timeout', message: 'no complete answer within 2 s' })] },
    );
    expect(toStoredResult(failed)).not.toHaveProperty('responseTimeMs');
    expect(toStoredResult(failed)).toHaveProperty('phases');
  });

  test('is little where nothing was observed', () => {
    expect(Object.keys(toStoredResult(unknownResult)).sort()).toEqual([
      'attempts',
      'durationMs',
      'intervalMs',
      'message',
      'reason',
      'service',
      'startedAt',
      'status',
    ]);
  });

  test('is at most the beginning of a long message', () => {
    const long = foundResult({ status: 'unhealthy', reason: 'timeout', message: '🔥'.repeat(1_000) });
    expect([...(toStoredResult(long).message ?? '')]).toHaveLength(300);
  });
});
