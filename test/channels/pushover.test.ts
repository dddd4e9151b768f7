import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { pushover } from '../../src/channels/pushover.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { pushoverRules as rules } from '../support/receivers/pushover.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const token = 'azGDORePK8gMaC0QOYAMyEEuzJnyUi';
const user = 'uQiRzpo4DXghDmr9QzzfQu27cmVRsG';

function at(api_url: string, more: object = {}) {
  return bindChannel(pushover, pushover.options.parse({ token, user, api_url, ...more }));
}

function fields(body = '') {
  return Object.fromEntries(new URLSearchParams(body));
}

describeHttpChannel({
  type: 'pushover',
  at,
  rules,
  secrets: [token, user],
  decode: ({ body }) => fields(body),
  refusing: { 'a user who is none': jsonAnswer(400, { status: 0, errors: ['user identifier is not a valid user'] }) },
});

test('posts a form with title, message and priority', async () => {
  const service = notifiedService({ runbook: 'https://wiki.example/api' });
  const more = { device: 'droid2', sound: 'siren' };
  const [request] = await requestsFor(
    { at: (url) => at(url, more), rules },
    notification({ unhealthy: [service], slow: [] }),
  );
  expect(fields(request?.body)).toEqual({
    token,
    user,
    device: 'droid2',
    sound: 'siren',
    title: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    message: 'Unhealthy Services\n• api: expected status 200, got 503',
    timestamp: String(Date.UTC(2026, 10, 21, 19, 36) / 1_000),
    url: 'https://wiki.example/api',
    url_title: 'runbook',
    priority: '1',
  });
});

test.each([
  [{}, { priority: '2', retry: '60', expire: '3600' }],
  [{ severity: 'warning' }, { priority: '0' }],
  [{ severity: 'info' }, { priority: '-1' }],
  [{ state: 'resolved' }, { priority: '0' }],
] as const)('with emergencies asked for, tells %j by %j', async (changes, expected) => {
  const [request] = await requestsFor({ at: (url) => at(url, { emergency: true }), rules }, notification(changes));
  const { priority, retry, expire } = fields(request?.body);
  expect({ priority, ...(retry && { retry }), ...(expire && { expire }) }).toEqual(expected);
});

test.each([[{ retry: '10s' }], [{ expire: '4h' }]])('refuses %j, which Pushover would', (more) => {
  expect(pushover.options.safeParse({ token, user, ...more }).success).toBe(false);
});

test('waits for the next month when the quota of this one is used up', async () => {
  const resetsAt = Date.UTC(2026, 11, 1, 6) / 1_000;
  const answer = jsonAnswer(429, { status: 0, errors: ['over quota'] }, { 'x-limit-app-reset': String(resetsAt) });
  await expect(deliveryFor({ at }, answer)).resolves.toEqual({
    outcome: 'retry',
    reason: 'answered 429 over quota',
    retryAfterMs: Date.UTC(2026, 11, 1, 6) - Date.UTC(2026, 10, 21, 19, 36),
  });
});

test('leaves five seconds between two tries', async () => {
  await expect(deliveryFor({ at }, { status: 500 })).resolves.toMatchObject({ outcome: 'retry', retryAfterMs: 5_000 });
});
