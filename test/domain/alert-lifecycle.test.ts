import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/domain/alert-condition.ts';
import { endAlert, reduceAlerts } from '../../src/domain/alert-lifecycle.ts';
import { alertOf } from '../support/alerts.ts';
import { notifiedService } from '../support/notifications.ts';

const startedAt = Date.UTC(2026, 10, 21, 19, 36, 0, 250);
const subject = { service: 'api', incidentId: 'i1' };

function holding(changes: Partial<Extract<Condition, { holds: true }>> = {}): Condition {
  return { rule: 'unhealthy', holds: true, startedAt, severity: 'critical', about: notifiedService(), ...changes };
}

const [begun] = reduceAlerts([], [holding()], subject).open;

describe('an alert', () => {
  test('begins with a key that names its rule, its service and its beginning', () => {
    const dedupKey = 'unhealthy/api/2026-11-21T19:36:00.250Z';
    expect(begun).toEqual({
      dedupKey,
      rule: 'unhealthy',
      severity: 'critical',
      startedAt,
      ...subject,
      about: { ...notifiedService(), rule: 'unhealthy', dedupKey, sinceAt: startedAt },
    });
  });

  test('about svcmon itself names it in place of a service', () => {
    const { open } = reduceAlerts([], [holding({ rule: 'storage' })], {});
    expect(open[0]?.dedupKey).toBe('storage/svcmon/2026-11-21T19:36:00.250Z');
    expect(open[0]?.service).toBeUndefined();
  });

  test('is one of several of its rule where it has parts, each with a key of its own', () => {
    const [page, ticket] = ['page', 'ticket'].map((part) => holding({ rule: 'slo_burn', part }));
    const { open } = reduceAlerts(
      [],
      [page, ticket].flatMap((one) => one ?? []),
      { service: 'api' },
    );
    expect(open.map(({ dedupKey }) => dedupKey)).toEqual([
      'slo_burn_page/api/2026-11-21T19:36:00.250Z',
      'slo_burn_ticket/api/2026-11-21T19:36:00.250Z',
    ]);
    const over: Condition = { rule: 'slo_burn', part: 'page', holds: false, endedAt: startedAt + 1 };
    expect(reduceAlerts(open, [over], { service: 'api' }).ended.map(({ part }) => part)).toEqual(['page']);
  });

  test('that goes on the same way is no change', () => {
    expect(begun && reduceAlerts([begun], [holding({ startedAt: startedAt + 1 })], subject)).toEqual({
      open: [],
      ended: [],
    });
  });

  test('that has something new to say keeps its key and its beginning', () => {
    const about = notifiedService({ message: 'connection refused' });
    const { open } = reduceAlerts(begun ? [begun] : [], [holding({ about, startedAt: startedAt + 1 })], subject);
    expect(open).toEqual([{ ...begun, about: { ...begun?.about, message: 'connection refused' } }]);
  });

  test.each([
    [7, 7, []],
    [7, 3, [3]],
    [3, 7, []],
  ])('at stage %i that would be at %i goes to %j', (before, next, stages) => {
    const known = alertOf({ stage: before, about: notifiedService() });
    const { open } = reduceAlerts([known], [holding({ stage: next })], subject);
    expect(open.map(({ stage }) => stage)).toEqual(stages);
  });

  test('ends when its rule does, and others go on', () => {
    const slow = alertOf({ dedupKey: 'slow/api/1', rule: 'slow', held: 'paused' });
    const conditions: readonly Condition[] = [
      { rule: 'slow', holds: false, endedAt: 9_000 },
      { rule: 'degraded', holds: false, endedAt: 9_000 },
    ];
    const { open, ended } = reduceAlerts([alertOf(), slow], conditions, subject);
    expect(open).toEqual([]);
    expect(ended).toEqual([endAlert(slow, { endedAt: 9_000, ended: 'recovered' })]);
    expect(ended[0]).toMatchObject({
      resolvedAt: 9_000,
      about: { endedAt: 9_000, ended: 'recovered', sinceAt: 1_000 },
    });
    expect(ended[0]).not.toHaveProperty('held');
  });

  test('says why it has ended, where that is known', () => {
    const [over] = reduceAlerts(
      [alertOf()],
      [{ rule: 'unhealthy', holds: false, endedAt: 9_000, message: 'it was replaced' }],
      subject,
    ).ended;
    expect(over?.about).toMatchObject({ message: 'it was replaced', ended: 'recovered' });
  });
});
