import { describe, expect, test } from 'vitest';
import type { ChannelAlertState } from '../../src/domain/alert.ts';
import type { GateView } from '../../src/domain/alert-gate.ts';
import { type OpenParts, owedAtEnd, owedWhileOpen } from '../../src/domain/owed.ts';
import { defaultRules } from '../../src/domain/service-policy.ts';
import { alertOf } from '../support/alerts.ts';

const nowAt = 100_000;
const dayMs = 86_400_000;

function view(changes: Partial<GateView> = {}): GateView {
  return {
    alert: alertOf(),
    service: { name: 'api', tags: {} },
    paused: false,
    destinations: [
      { channel: 'ops', repeatIntervalMs: 1_000, groupWaitMs: 10_000 },
      { channel: 'pager', repeatIntervalMs: 2_000, groupWaitMs: 0 },
    ],
    turnedOn: defaultRules,
    silences: [],
    maintenance: [],
    offline: false,
    dependencies: { dependsOn: () => [], healthOf: () => undefined },
    nowAt,
    ...changes,
  };
}

function parts(changes: Partial<OpenParts> = {}): OpenParts {
  let ids = 0;
  const makeId = () => {
    ids += 1;
    return `m${ids}`;
  };
  return { channels: [], view: view(), toldAgoMs: () => 0, nowAt, makeId, ...changes };
}

function state(channel: string, known: ChannelAlertState['state'], changes: Partial<ChannelAlertState> = {}) {
  return { dedupKey: 'unhealthy/api/1', channel, state: known, ...changes };
}

describe('an open alert', () => {
  test('owes its opening to every channel, each after its own group wait', () => {
    const owed = owedWhileOpen(alertOf(), parts());
    expect(owed.outbox).toMatchObject([
      { id: 'm1', channel: 'ops', kind: 'firing', createdAt: nowAt, notBeforeAt: nowAt + 10_000, state: 'pending' },
      { id: 'm2', channel: 'pager', kind: 'firing', notBeforeAt: nowAt },
    ]);
    expect(owed.channels).toEqual([
      state('ops', 'firing_pending', { owedAt: nowAt }),
      state('pager', 'firing_pending', { owedAt: nowAt }),
    ]);
    expect(owed.timeline).toMatchObject([{ incidentId: 'i1', kind: 'firing', text: 'unhealthy: to ops, pager' }]);
  });

  test('owes it to a channel that was added later, and nothing twice', () => {
    const owed = owedWhileOpen(alertOf(), parts({ channels: [state('ops', 'firing')] }));
    expect(owed.outbox).toMatchObject([{ channel: 'pager', kind: 'firing' }]);
  });

  test.each(['firing_pending', 'reminder_pending', 'rejected', 'resolved_pending'] as const)(
    'owes nothing where it stands at %s',
    (known) => {
      const channels = [state('ops', known), state('pager', known)];
      expect(owedWhileOpen(alertOf(), parts({ channels, toldAgoMs: () => dayMs })).outbox).toEqual([]);
    },
  );

  test('owes a reminder to the channels whose interval is over', () => {
    const channels = [state('ops', 'firing', { lastToldAt: 1 }), state('pager', 'firing', { lastToldAt: 1 })];
    const owed = owedWhileOpen(alertOf(), parts({ channels, toldAgoMs: () => 1_500 }));
    expect(owed.outbox).toMatchObject([{ channel: 'ops', kind: 'reminder', notBeforeAt: nowAt }]);
    expect(owed.channels).toEqual([state('ops', 'reminder_pending', { lastToldAt: 1 })]);
  });

  test('that has stages owes a reminder for a new one, however soon, and none for time alone', () => {
    const channels = [state('ops', 'firing', { stage: 7 }), state('pager', 'firing', { stage: 3 })];
    const owed = owedWhileOpen(alertOf({ stage: 3 }), parts({ channels, toldAgoMs: () => dayMs }));
    expect(owed.outbox).toMatchObject([{ channel: 'ops', kind: 'reminder' }]);
    expect(owed.channels).toMatchObject([{ channel: 'ops', stage: 3 }]);
  });

  test('that is held back says why, once', () => {
    const held = owedWhileOpen(alertOf(), parts({ view: view({ paused: true }) }));
    expect(held.outbox).toEqual([]);
    expect(held.alerts).toEqual([alertOf({ held: 'paused' })]);
    expect(held.notSent).toMatchObject([{ reason: 'paused', service: 'api', incidentId: 'i1', at: nowAt }]);
    expect(held.timeline).toMatchObject([{ kind: 'not_sent', text: 'unhealthy: the service is paused' }]);
    const again = owedWhileOpen(alertOf({ held: 'paused' }), parts({ view: view({ paused: true }) }));
    expect([again.alerts, again.notSent, again.timeline]).toEqual([[], [], []]);
  });

  test('that is held back for another reason than before says that too', () => {
    const owed = owedWhileOpen(alertOf({ held: 'silenced' }), parts({ view: view({ paused: true }) }));
    expect(owed.notSent).toMatchObject([{ reason: 'paused' }]);
  });

  test('owes its opening when the gate opens, and is no longer held', () => {
    const owed = owedWhileOpen(alertOf({ held: 'paused' }), parts());
    expect(owed.outbox).toHaveLength(2);
    expect(owed.alerts).toEqual([alertOf()]);
  });

  test('whose reminder is held back says so when one is due', () => {
    const channels = [state('ops', 'firing'), state('pager', 'firing')];
    const closed = view({ paused: true });
    expect(owedWhileOpen(alertOf(), parts({ channels, view: closed })).notSent).toEqual([]);
    const due = owedWhileOpen(alertOf(), parts({ channels, view: closed, toldAgoMs: () => dayMs }));
    expect(due.notSent).toMatchObject([{ reason: 'paused' }]);
    expect(due.outbox).toEqual([]);
  });

  test('without a route says so', () => {
    const owed = owedWhileOpen(alertOf(), parts({ view: view({ destinations: [] }) }));
    expect(owed.notSent).toMatchObject([{ reason: 'no_route' }]);
  });
});

describe('an alert that has ended', () => {
  test.each<[state: ChannelAlertState['state'], owes: boolean]>([
    ['firing_pending', true],
    ['firing', true],
    ['reminder_pending', true],
    ['rejected', false],
  ])('owes its end to a channel at %s: %s', (known, owes) => {
    const ended = alertOf({ resolvedAt: 90_000 });
    const owed = owedAtEnd(ended, { ...parts({ channels: [state('ops', known)] }), groupWaitMs: () => 5 });
    expect(owed.alerts).toEqual([ended]);
    expect(owed.outbox).toMatchObject(owes ? [{ channel: 'ops', kind: 'resolved', notBeforeAt: nowAt + 5 }] : []);
    expect(owed.channels).toEqual(owes ? [state('ops', 'resolved_pending')] : []);
    expect(owed.notSent).toMatchObject(owes ? [] : [{ channel: 'ops', reason: 'never_told' }]);
  });

  test('of which nobody was told owes nothing', () => {
    const owed = owedAtEnd(alertOf({ resolvedAt: 1 }), { ...parts(), groupWaitMs: () => 0 });
    expect([owed.outbox, owed.notSent, owed.timeline]).toEqual([[], [], []]);
  });
});
