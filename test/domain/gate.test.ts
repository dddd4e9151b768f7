import { expect, test } from 'vitest';
import { type GatedResult, gateStanding } from '../../src/domain/gate.ts';
import type { Status } from '../../src/domain/status.ts';

const terms = { forMs: 60_000, intervalMs: 10_000, failureCountAlert: 3, recoveryCount: 2 };
const statusOf: Readonly<Record<string, Status>> = { H: 'healthy', D: 'degraded', U: 'unhealthy', '?': 'unknown' };

/** A result every ten seconds; a dot is none. */
function results(letters: string): readonly GatedResult[] {
  return [...letters].flatMap((letter, index) => {
    const status = statusOf[letter];
    return status === undefined ? [] : [{ status, startedAt: index * 10_000, message: 'answered 503' }];
  });
}

test.each([
  ['nothing was seen yet', '', 'waiting'],
  ['a single look', 'H', 'waiting'],
  ['not long enough', 'HHHHHH', 'waiting'],
  ['long enough', 'HHHHHHH', 'proven'],
  ['bad before, then long enough', 'UUHHHHHHH', 'proven'],
  ['a failure between', 'HHHUHHHHHH', 'waiting'],
  ['a degraded result between', 'HHHDHHHHHH', 'waiting'],
  ['nobody could look for a moment', 'HHH?HHH', 'proven'],
  ['nobody looked for longer than a result holds', 'HHH...HHHHH', 'waiting'],
  ['proven, whatever comes then', 'HHHHHHHUUU', 'proven'],
  ['fails, but not often enough to be down', 'HUU', 'waiting'],
  ['is down', 'HHUUU', 'down'],
  ['was down and comes back', 'UUUH', 'waiting'],
  ['is degraded only', 'DDDDDDDDD', 'waiting'],
])('where there is %s, %j is %s', (_what, letters, kind) => {
  expect(gateStanding(results(letters), terms).kind).toBe(kind);
});

test('tells for how long it is healthy, and with what it is down', () => {
  expect(gateStanding(results('UHHH'), terms)).toMatchObject({ kind: 'waiting', healthyMs: 20_000, checks: 4 });
  expect(gateStanding(results('UUU'), terms)).toEqual({ kind: 'down', message: 'answered 503', checks: 3 });
});
