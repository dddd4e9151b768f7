import { expect, test } from 'vitest';
import { subjectLine } from '../../src/domain/notification-wording.ts';
import { channelTest, testNotification, testRecord } from '../../src/monitor/test-notification.ts';
import { noon } from '../storage/records.ts';

const ops = channelTest({ channel: 'ops', by: 'kim', at: noon });

test.each(['firing', 'resolved'] as const)('the %s of a test says that it is one, wherever it is read', (state) => {
  const notification = testNotification(ops, state, noon + 1_000);
  expect(subjectLine(notification)).toMatch(/TEST of the channel "ops"/);
  expect(notification.others.map(({ message }) => message)).toEqual([
    'a test of the channel "ops", sent by kim: nothing is wrong',
  ]);
  expect(notification).toMatchObject({ state, severity: 'info', unhealthy: [], slow: [], createdAt: noon + 1_000 });
});

test('a test and its end are one alert, and that of no service', () => {
  const keys = (['firing', 'resolved'] as const).map((state) => testNotification(ops, state, noon).others[0]?.dedupKey);
  expect(keys).toEqual(['test/ops/2026-11-21T12:00:00.000Z', 'test/ops/2026-11-21T12:00:00.000Z']);
  expect(ops.about).toMatchObject({ name: 'svcmon-test' });
});

test('its record is settled, one way or the other', () => {
  expect(testRecord(ops, { id: 'o-1', settledAt: noon + 5 })).toMatchObject({
    kind: 'test',
    channel: 'ops',
    state: 'delivered',
    attempts: 1,
    settledAt: noon + 5,
  });
  expect(testRecord(ops, { id: 'o-1', settledAt: noon, problem: 'answered 404' })).toMatchObject({
    state: 'rejected',
    lastError: 'answered 404',
  });
});
