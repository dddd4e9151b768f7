import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { gotify } from '../../src/channels/gotify.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { gotifyRules as rules } from '../support/receivers/gotify.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const token = 'AbCdEfGhIjKlMnO';

function at(url: string) {
  return bindChannel(gotify, gotify.options.parse({ url, token }));
}

describeHttpChannel({ type: 'gotify', at, rules, secrets: [token] });

test('pushes plain text with a priority, and keeps the token out of the address', async () => {
  const service = notifiedService({ runbook: 'https://wiki.example/api' });
  const [request] = await requestsFor({ at, rules }, notification({ unhealthy: [service], slow: [] }));
  expect(request?.path).toBe('/message');
  expect(JSON.parse(request?.body ?? '')).toEqual({
    title: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    message: 'Unhealthy Services\n• api: expected status 200, got 503 · runbook: https://wiki.example/api',
    priority: 8,
    extras: {
      'client::display': { contentType: 'text/plain' },
      'client::notification': { click: { url: 'https://wiki.example/api' } },
    },
  });
});

test.each([
  [{ severity: 'warning' }, 5],
  [{ severity: 'info' }, 2],
  [{ state: 'resolved' }, 4],
] as const)('tells %j with the priority %i', async (changes, priority) => {
  const [request] = await requestsFor({ at, rules }, notification(changes));
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ priority });
});

test('says what Gotify found wrong', async () => {
  const answer = jsonAnswer(401, { error: 'Unauthorized', errorCode: 401, errorDescription: 'you need a valid token' });
  await expect(deliveryFor({ at }, answer)).resolves.toMatchObject({ reason: 'answered 401 you need a valid token' });
});
