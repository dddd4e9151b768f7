import { expect, test } from 'vitest';
import type { Health } from '../../src/domain/health.ts';
import { standingOf } from '../../src/reporting/standing.ts';

const nowAt = Date.UTC(2026, 10, 21, 19, 36);
const policy = { failureCountAlert: 3, recoveryCount: 2 };

function health(changes: Partial<Health>): Health {
  const sinceAt = nowAt - 4 * 60_000;
  return { status: 'healthy', sinceAt, against: [], recent: 'HHH', flapping: false, lastResultAt: nowAt, ...changes };
}

test.each<[string, Health | undefined, string, string]>([
  ['never looked at', undefined, 'unknown', 'waiting'],
  ['healthy', health({}), 'healthy', 'healthy'],
  ['beginning to fail', health({ against: ['unhealthy'] }), 'unhealthy', 'failing 1 of 3'],
  ['beginning to be slow', health({ against: ['degraded', 'degraded'] }), 'degraded', 'failing 2 of 3'],
  ['failing from the first look', health({ status: 'unknown', against: ['unhealthy'] }), 'unhealthy', 'failing 1 of 3'],
  ['confirmed down', health({ status: 'unhealthy' }), 'unhealthy', 'unhealthy 4 min'],
  ['confirmed degraded', health({ status: 'degraded' }), 'degraded', 'degraded 4 min'],
  ['degraded and getting worse', health({ status: 'degraded', against: ['unhealthy'] }), 'unhealthy', 'failing 1 of 3'],
  ['on its way back', health({ status: 'unhealthy', against: ['healthy'] }), 'unhealthy', 'recovering 1 of 2'],
  ['flapping', health({ flapping: true }), 'degraded', 'flapping'],
  ['flapping while down', health({ status: 'unhealthy', flapping: true }), 'unhealthy', 'flapping'],
])('a service that is %s', (_name, known, status, label) => {
  expect(standingOf(known, policy, nowAt)).toMatchObject({ status, label });
});
