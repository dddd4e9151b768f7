import { describe, expect, test } from 'vitest';
import { alertFacts, messageKey } from '../../src/channels/alert-facts.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { createdAt, notification, notifiedService } from '../support/notifications.ts';

const alert = { unhealthy: [notifiedService({ dedupKey: 'unhealthy/api/1' })], slow: [], itemIds: ['m1'] };
const later = createdAt + 3_600_000;
const reminder = { ...alert, state: 'reminder' } as const;

describe('the key of a message', () => {
  test.each<[string, Partial<Notification>, Partial<Notification>, boolean]>([
    ['stays when it is sent again later', alert, { ...alert, createdAt: later }, true],
    ['stays for an opening that was written anew', alert, { ...alert, itemIds: ['m2'] }, true],
    ['stays when a reminder is sent again later', reminder, { ...reminder, createdAt: later }, true],
    ['is another for the next reminder', reminder, { ...reminder, itemIds: ['m2'] }, false],
    ['is another for a reminder of more', reminder, { ...reminder, itemIds: ['m1', 'm2'] }, false],
    ['is another for the acknowledgement', alert, { ...alert, state: 'acknowledged' }, false],
    ['is another for the end', alert, { ...alert, state: 'resolved' }, false],
    ['stays when the report of a round is sent again', {}, {}, true],
    ['is another for the report of the next round', {}, { createdAt: later }, false],
  ])('%s', (_name, first, second, same) => {
    expect(messageKey(notification(first)) === messageKey(notification(second))).toBe(same);
  });
});

test('what is known of a release is named for each', () => {
  const release = { deployment: 'd1', version: '2.3.1', environment: 'production', url: 'https://ci.example/7' };
  expect(alertFacts(notifiedService({ rule: 'deployment', release }), notification())).toMatchObject({
    deployment: 'd1',
    version: '2.3.1',
    environment: 'production',
    release_url: 'https://ci.example/7',
  });
});
