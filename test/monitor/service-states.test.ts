import { describe, expect, test } from 'vitest';
import { ServiceStates } from '../../src/monitor/service-states.ts';
import { alertOf } from '../support/alerts.ts';

const told = { dedupKey: 'unhealthy/api/1', channel: 'ops', state: 'firing' } as const;

function stateOf(changes = {}) {
  return { alerts: [alertOf()], channels: [told], paused: false, ...changes };
}

describe('the states in memory', () => {
  test('know nothing of a service that was never seen', () => {
    expect(new ServiceStates(new Map()).of('api')).toEqual({ alerts: [], channels: [], paused: false });
  });

  test('leave alerts that are over to the outbox', () => {
    const over = alertOf({ dedupKey: 'unhealthy/api/0', resolvedAt: 5 });
    const channels = [told, { ...told, dedupKey: over.dedupKey, state: 'resolved_pending' as const }];
    const states = new ServiceStates(new Map([['api', stateOf({ alerts: [over, alertOf()], channels })]]));
    expect(states.of('api')).toMatchObject({ alerts: [alertOf()], channels: [told] });
  });

  test('hold what is applied, and let go of an alert with its channels when it is over', () => {
    const states = new ServiceStates(new Map());
    states.apply({ alerts: [alertOf()], channels: [told, { ...told, channel: 'pager', state: 'firing_pending' }] });
    expect(states.withAlerts()).toEqual(['api']);
    expect(states.channelState('unhealthy/api/1', 'ops')).toEqual(told);
    expect(states.toldTo('ops')).toEqual([alertOf()]);
    expect(states.toldTo('pager')).toEqual([]);
    states.apply({ alerts: [alertOf({ resolvedAt: 9 })], channels: [{ ...told, state: 'resolved_pending' }] });
    expect(states.of('api')).toMatchObject({ alerts: [], channels: [] });
    expect([states.withAlerts(), states.channelState('unhealthy/api/1', 'ops')]).toEqual([[], undefined]);
  });

  test('hold an incident while it is open', () => {
    const incident = {
      id: 'i1',
      service: 'api',
      status: 'unhealthy',
      reason: 'timeout',
      message: '',
      startedAt: 1,
      confirmedAt: 2,
    } as const;
    const states = new ServiceStates(new Map());
    states.apply({ incidents: [incident] });
    expect(states.of('api').incident).toEqual(incident);
    states.apply({ incidents: [{ ...incident, closedAt: 3 }] });
    expect(states.of('api').incident).toBeUndefined();
  });

  test('forget a service whole', () => {
    const states = new ServiceStates(new Map([['api', stateOf()]]));
    states.forget('api');
    expect([states.names(), states.withAlerts(), states.channelState('unhealthy/api/1', 'ops')]).toEqual([
      [],
      [],
      undefined,
    ]);
  });
});
