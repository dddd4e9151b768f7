import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { ntfy } from '../../src/channels/ntfy.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { ntfyRules as rules } from '../support/receivers/ntfy.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const topic = 'svcmon-Qm3vT8xLr2';
const token = 'tk_abcdefghijklmnopqrstuvwxyz12';

function at(api_url: string) {
  return bindChannel(ntfy, ntfy.options.parse({ topic, token, api_url: `${api_url}/` }));
}

describeHttpChannel({
  type: 'ntfy',
  at,
  rules,
  secrets: [topic, token],
  failing: { 'a full quota': jsonAnswer(429, { code: 42_901, http: 429, error: 'limit reached: too many requests' }) },
  refusing: { 'a topic that is not ours': jsonAnswer(403, { code: 40_301, http: 403, error: 'forbidden' }) },
});

test('publishes as JSON, with a priority and a sign', async () => {
  const service = notifiedService({ runbook: 'https://wiki.example/api' });
  const [request] = await requestsFor({ at, rules }, notification({ unhealthy: [service] }));
  expect(JSON.parse(request?.body ?? '')).toEqual({
    topic,
    title: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    message:
      'Unhealthy Services\n• api: expected status 200, got 503 · runbook: https://wiki.example/api\n\n' +
      'Slow Services\n• search: slow: 1.9 s, over the warning threshold of 1.0 s',
    priority: 5,
    tags: ['rotating_light'],
    click: 'https://wiki.example/api',
  });
});

test.each([
  [{ severity: 'warning' }, 4, 'warning'],
  [{ severity: 'info' }, 3, 'information_source'],
  [{ state: 'resolved' }, 3, 'white_check_mark'],
] as const)('tells %j with the priority %i', async (changes, priority, tag) => {
  const [request] = await requestsFor({ at, rules }, notification(changes));
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ priority, tags: [tag] });
});

test('says what ntfy found wrong', async () => {
  const answer = jsonAnswer(403, { code: 40_301, http: 403, error: 'forbidden' });
  await expect(deliveryFor({ at }, answer)).resolves.toEqual({ outcome: 'rejected', reason: 'answered 403 forbidden' });
});

test('refuses a topic that is none', () => {
  expect(ntfy.options.safeParse({ topic: 'a topic/with more' }).success).toBe(false);
});
