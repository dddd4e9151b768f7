import { describe, expect, test } from 'vitest';
import type { HealthChange } from '../../src/domain/health.ts';
import { type Incident, reduceIncident, removeIncident } from '../../src/domain/incident.ts';

const open: Incident = {
  id: 'i1',
  service: 'api',
  status: 'degraded',
  reason: 'slow',
  message: 'slow: 2 s',
  startedAt: 1_000,
  confirmedAt: 3_000,
};
const cause = { service: 'api', reason: 'timeout', message: 'no answer' } as const;

function change(from: HealthChange['from'], to: HealthChange['to']): HealthChange {
  return { from, to, startedAt: 181_000, confirmedAt: 200_000 };
}

function reduce(incident: Incident | undefined, what: HealthChange) {
  return reduceIncident(incident, what, { cause, makeId: () => 'i2' });
}

describe('an incident', () => {
  test('opens with the first failure of the run that confirmed it', () => {
    expect(reduce(undefined, change('healthy', 'unhealthy'))).toEqual({
      incident: {
        id: 'i2',
        ...cause,
        status: 'unhealthy',
        startedAt: 181_000,
        confirmedAt: 200_000,
        levels: [{ status: 'unhealthy', startedAt: 181_000, confirmedAt: 200_000 }],
      },
      timeline: [
        { incidentId: 'i2', at: 181_000, kind: 'first_failure', text: 'api began to fail' },
        { incidentId: 'i2', at: 200_000, kind: 'confirmed', text: 'confirmed unhealthy: no answer' },
      ],
    });
  });

  test('does not open for good news', () => {
    expect(reduce(undefined, change('unknown', 'healthy'))).toBeUndefined();
  });

  test('that gets worse is the same incident, with the new reason', () => {
    expect(reduce(open, change('degraded', 'unhealthy'))).toMatchObject({
      incident: { id: 'i1', status: 'unhealthy', reason: 'timeout', startedAt: 1_000 },
      timeline: [{ kind: 'escalated', text: 'now unhealthy: no answer' }],
    });
  });

  test('that gets better stays open and keeps its worst', () => {
    const worst: Incident = { ...open, status: 'unhealthy' };
    const transition = reduce(worst, change('unhealthy', 'degraded'));
    const levels = [
      { status: 'unhealthy', startedAt: worst.startedAt, confirmedAt: worst.confirmedAt },
      { status: 'degraded', startedAt: 181_000, confirmedAt: 200_000 },
    ];
    expect(transition?.incident).toEqual({ ...worst, levels });
    expect(transition?.timeline).toMatchObject([{ kind: 'improved', at: 200_000 }]);
  });

  test('ends with the first success, and is closed when that is confirmed', () => {
    expect(reduce(open, change('degraded', 'healthy'))).toEqual({
      incident: { ...open, recoveredAt: 181_000, closedAt: 200_000, closedAs: 'recovered' },
      timeline: [
        { incidentId: 'i1', at: 181_000, kind: 'recovered', text: 'first healthy result, after 3 min' },
        { incidentId: 'i1', at: 200_000, kind: 'closed', text: 'the recovery is confirmed' },
      ],
    });
  });

  test('of a service that is removed is closed as that, without a recovery', () => {
    const { incident, timeline } = removeIncident(open, 5_000);
    expect(incident).toEqual({ ...open, closedAt: 5_000, closedAs: 'removed' });
    expect(timeline).toMatchObject([{ kind: 'closed', text: 'api was removed from the configuration' }]);
  });
});
