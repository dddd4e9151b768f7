import { describe, expect, test } from 'vitest';
import type { OutboxItem } from '../../src/domain/alert.ts';
import { toMessage } from '../../src/domain/alert-message.ts';
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import { itemOf } from '../support/alerts.ts';
import { notifiedService } from '../support/notifications.ts';

const context = { createdAt: 200_000, total: 12, stillFiring: [], dropped: 0 };

function about(rule: AlertRule, changes: Partial<OutboxItem['about']> = {}): OutboxItem {
  const severity = rule === 'unhealthy' ? 'critical' : 'warning';
  const name = changes.name ?? rule;
  return itemOf({
    dedupKey: `${rule}/${name}/1`,
    about: notifiedService({ rule, severity, sinceAt: 1_000, ...changes, name }),
  });
}

describe('a message', () => {
  test('tells of one alert under its own key', () => {
    const message = toMessage([about('unhealthy', { name: 'api' })], 'firing', context);
    expect(message).toMatchObject({
      state: 'firing',
      dedupKey: 'unhealthy/api/1',
      itemIds: ['1-unhealthy/api/1'],
      createdAt: 200_000,
      severity: 'critical',
      summary: '1 unhealthy of 12 services',
      total: 12,
      slow: [],
      others: [],
    });
    expect(message.unhealthy.map(({ name }) => name)).toEqual(['api']);
    expect(message.sinceLastMessage).toBeUndefined();
  });

  test('counts a service whose two budgets burn once', () => {
    const one = about('slo_burn', { name: 'api' });
    const other = about('slo_burn', { name: 'api', reason: 'slo_latency_burn' });
    expect(toMessage([one, other], 'firing', context).summary).toBe('1 with a burning error budget of 12 services');
    const over = about('slo_burn', { name: 'api', endedAt: 1_801_000, ended: 'recovered' });
    expect(toMessage([over], 'resolved', context).summary).toBe('api was burning its error budget for 30 min');
  });

  test('counts a service with a bad release in two environments once', () => {
    const one = about('deployment', { name: 'api' });
    expect(toMessage([one, one], 'firing', context).summary).toBe('1 on a bad release of 12 services');
    const over = about('deployment', { name: 'api', endedAt: 181_000, ended: 'recovered' });
    expect(toMessage([over], 'resolved', context).summary).toBe('api was on a bad release for 3 min');
  });

  test('tells of several by their rules', () => {
    const message = toMessage(
      [
        about('slow'),
        about('unhealthy'),
        about('unhealthy', { name: 'api' }),
        about('degraded'),
        about('certificate'),
        about('flapping'),
      ],
      'firing',
      context,
    );
    expect(message.summary).toBe(
      '2 unhealthy, 1 slow, 1 degraded, 1 flapping, 1 with an expiring certificate of 12 services',
    );
    expect(message.dedupKey).toBe('slow/slow/1+5');
    expect(message.itemIds).toHaveLength(6);
    expect(message.severity).toBe('critical');
    expect([message.unhealthy, message.slow, message.others].map(({ length }) => length)).toEqual([2, 1, 3]);
  });

  test.each<[rules: readonly [AlertRule, ...AlertRule[]], state: 'firing' | 'reminder', summary: string]>([
    [['monitor_offline'], 'firing', 'svcmon is cut off from its network'],
    [['storage', 'unhealthy'], 'firing', 'svcmon cannot store its results; 1 unhealthy of 12 services'],
    [['unhealthy'], 'reminder', 'still 1 unhealthy of 12 services'],
  ])('about %j that is a %s has the summary: %s', ([first, ...rest], state, summary) => {
    expect(toMessage([about(first), ...rest.map((rule) => about(rule))], state, context).summary).toBe(summary);
  });

  test('about an end says how long it lasted', () => {
    const over = { name: 'api', endedAt: 181_000, ended: 'recovered' } as const;
    expect(toMessage([about('unhealthy', over)], 'resolved', context).summary).toBe('api was unhealthy for 3 min');
    const several = [
      about('unhealthy', over),
      about('slow', over),
      about('unhealthy', { ...over, name: 'web' }),
    ] as const;
    expect(toMessage(several, 'resolved', context).summary).toBe('3 alerts are over: api, web');
  });

  test('about an acknowledgement says who gave it', () => {
    const taken = { name: 'api', acknowledgedBy: 'kim' };
    expect(toMessage([about('unhealthy', taken)], 'acknowledged', context).summary).toBe(
      'api, unhealthy, is acknowledged by kim',
    );
    const several = [
      about('unhealthy', taken),
      about('slow', taken),
      about('slow', { ...taken, name: 'web' }),
    ] as const;
    expect(toMessage(several, 'acknowledged', context).summary).toBe('3 alerts are acknowledged: api, web');
  });

  test('says what else the channel was told of, and what it was not', () => {
    const stillFiring = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const message = toMessage([about('unhealthy')], 'firing', { ...context, stillFiring, dropped: 2 });
    expect(message.sinceLastMessage).toBe('7 still firing: a, b, c, d, e and 2 more; 2 older messages were dropped');
  });

  test('is only as loud as its loudest alert', () => {
    expect(toMessage([about('slow')], 'firing', context).severity).toBe('warning');
    expect(toMessage([about('slow', { severity: 'info' })], 'firing', context).severity).toBe('info');
  });
});
