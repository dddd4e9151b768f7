import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { matrix } from '../../src/channels/matrix.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { createdAt, notification, notifiedService } from '../support/notifications.ts';
import { matrixRules as rules } from '../support/receivers/matrix.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const access_token = 'syt_c3Zjbw_abcdefghijklmnop';

function at(url: string) {
  return bindChannel(matrix, matrix.options.parse({ url, access_token, room_id: '!636q39766251:example.com' }));
}

const limited = jsonAnswer(429, { errcode: 'M_LIMIT_EXCEEDED', error: 'Too many requests', retry_after_ms: 2_007 });

describeHttpChannel({
  type: 'matrix',
  at,
  rules,
  secrets: [access_token],
  failing: { 'too many requests': limited },
  refusing: { 'a room it has not joined': jsonAnswer(403, { errcode: 'M_FORBIDDEN', error: 'not in room' }) },
});

test('puts plain text and HTML into the room, and mentions nobody', async () => {
  const service = notifiedService({ message: '@room <b>', runbook: 'https://wiki.example/api' });
  const [request] = await requestsFor({ at, rules }, notification({ unhealthy: [service], slow: [] }));
  expect(request?.path).toMatch(/\/rooms\/!636q39766251%3Aexample\.com\/send\/m\.room\.message\/svcmon-[0-9a-f]{32}$/);
  expect(JSON.parse(request?.body ?? '')).toEqual({
    msgtype: 'm.text',
    body:
      '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services\n\n' +
      'Unhealthy Services\n• api: @room <b> · runbook: https://wiki.example/api',
    format: 'org.matrix.custom.html',
    formatted_body:
      '<h4>🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services</h4>' +
      '<strong>Unhealthy Services</strong><br>• api: @room &lt;b&gt; · <a href="https://wiki.example/api">runbook</a>',
    'm.mentions': {},
  });
});

const alert = { unhealthy: [notifiedService({ dedupKey: 'unhealthy/api/1' })], slow: [] };
const later = createdAt + 3_600_000;

test.each<[string, Partial<Notification>, Partial<Notification>, boolean]>([
  ['a resend is the same transaction', alert, { ...alert, createdAt: later }, true],
  ['its end is another one', alert, { ...alert, state: 'resolved' }, false],
  [
    'the next reminder is another one',
    { ...alert, state: 'reminder' },
    { ...alert, state: 'reminder', createdAt: later },
    false,
  ],
  [
    'another trouble is another one',
    alert,
    { unhealthy: [notifiedService({ dedupKey: 'unhealthy/api/2' })], slow: [] },
    false,
  ],
  ['the next report of a single round is another one', {}, { createdAt: later }, false],
])('%s', async (_name, first, second, same) => {
  const paths = await Promise.all(
    [first, second].map(async (changes) => (await requestsFor({ at, rules }, notification(changes)))[0]?.path),
  );
  expect(paths[0] === paths[1]).toBe(same);
});

test('waits as long as the homeserver says', async () => {
  await expect(deliveryFor({ at }, limited)).resolves.toEqual({
    outcome: 'retry',
    reason: 'answered 429 M_LIMIT_EXCEEDED',
    retryAfterMs: 2_007,
  });
});

test('refuses the alias of a room', () => {
  expect(
    matrix.options.safeParse({ url: 'https://matrix.example', access_token, room_id: '#ops:example' }).success,
  ).toBe(false);
});
