import { describe, expect, test } from 'vitest';
import { gateReasons } from '../../src/domain/alert.ts';
import { closedGate, type GateView } from '../../src/domain/alert-gate.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { defaultRules } from '../../src/domain/service-policy.ts';
import { alertOf } from '../support/alerts.ts';

const health: Health = {
  status: 'unhealthy',
  sinceAt: 0,
  against: [],
  recent: 'UUU',
  flapping: false,
  lastResultAt: 0,
};
const incident: Incident = {
  id: 'i1',
  service: 'api',
  status: 'unhealthy',
  reason: 'timeout',
  message: '',
  startedAt: 0,
  confirmedAt: 0,
};
const while15 = { id: 'x', match: { services: ['api'] }, startsAt: 0, endsAt: 20, by: 'ann', createdAt: 0 };

const open: GateView = {
  alert: alertOf(),
  service: { name: 'api', tags: {} },
  health,
  incident,
  paused: false,
  destinations: [{ channel: 'ops', repeatIntervalMs: 1, groupWaitMs: 0 }],
  turnedOn: defaultRules,
  silences: [],
  maintenance: [],
  offline: false,
  dependencies: { dependsOn: () => [], healthOf: () => undefined },
  nowAt: 15,
};

const closings: Readonly<Record<string, Partial<GateView>>> = {
  not_asked_for: { alert: alertOf({ rule: 'degraded' }) },
  no_route: { destinations: [] },
  paused: { paused: true },
  maintenance: { maintenance: [{ ...while15, name: 'patching', origin: 'person' }] },
  silenced: { silences: [{ ...while15, comment: '' }] },
  parent_down: { dependencies: { dependsOn: (name) => (name === 'api' ? ['db'] : []), healthOf: () => health } },
  monitor_offline: { offline: true },
  flapping: { health: { ...health, flapping: true } },
};

describe('a message', () => {
  test('may go when nothing speaks against it', () => {
    expect(closedGate('firing', open)).toBeUndefined();
    expect(closedGate('reminder', open)).toBeUndefined();
  });

  test.each(Object.entries(closings))('is held back for its reason: %s', (reason, view) => {
    expect(closedGate('firing', { ...open, ...view })?.reason).toBe(reason);
    expect(closedGate('reminder', { ...open, ...view })?.reason).toBe(reason);
  });

  test('is held back by an acknowledgement only where it is a reminder', () => {
    const view = { ...open, incident: { ...incident, acknowledged: { by: 'ann', at: 1 } } };
    expect(closedGate('firing', view)).toBeUndefined();
    expect(closedGate('reminder', view)).toEqual({
      reason: 'acknowledged',
      text: 'acknowledged by ann: no reminders',
    });
  });

  test.each([
    ['parent_down', 'suppressed: db is down'],
    ['maintenance', 'suppressed: maintenance "patching" until 1970-01-01T00:00:00.020Z'],
    ['silenced', 'suppressed: silenced by ann until 1970-01-01T00:00:00.020Z'],
  ])('says the particulars: %s', (reason, text) => {
    expect(closedGate('firing', { ...open, ...closings[reason] })?.text).toBe(text);
  });

  test('may go about flapping itself, a certificate, a burning budget and a release, while the service flaps', () => {
    for (const rule of ['flapping', 'certificate', 'slo_burn', 'deployment'] as const) {
      expect(closedGate('firing', { ...open, ...closings.flapping, alert: alertOf({ rule }) })).toBeUndefined();
    }
  });

  test('about svcmon itself is held back by nothing that concerns services', () => {
    const { service: _, health: __, incident: ___, ...own } = open;
    const view = {
      ...own,
      alert: alertOf({ rule: 'monitor_offline' }),
      offline: true,
      silences: [{ ...while15, match: {}, comment: '' }],
      maintenance: [{ ...while15, match: {}, name: 'patching', origin: 'person' as const }],
    };
    expect(closedGate('firing', view)).toBeUndefined();
  });

  test('that is held for ever does not break the wording', () => {
    const silences = [{ ...while15, comment: '', endsAt: Number.MAX_SAFE_INTEGER }];
    expect(closedGate('firing', { ...open, silences })?.text).toContain('until +275760-09-13');
  });
});

test('every reason that is asked before sending is one of the closed list', () => {
  expect(Object.keys(gateReasons)).toEqual(expect.arrayContaining([...Object.keys(closings), 'acknowledged']));
});
