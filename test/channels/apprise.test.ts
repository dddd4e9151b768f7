import { expect, test } from 'vitest';
import { apprise } from '../../src/channels/apprise.ts';
import { bindChannel } from '../../src/channels/channel.ts';
import { notification } from '../support/notifications.ts';
import { startReceiver } from '../support/receiver.ts';
import { appriseRules as rules } from '../support/receivers/apprise.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { channelContext } from './contract.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const key = 'c2f1a7d9e8b34f60';
const urls = 'mailto://user:hunter2hunter2@example.com';

function at(url: string, more: object = { key }) {
  return bindChannel(apprise, apprise.options.parse({ url, ...more }));
}

describeHttpChannel({
  type: 'apprise',
  at,
  rules,
  secrets: [key],
  failing: {
    'a destination that did not take it': jsonAnswer(424, { error: 'One or more notification could not be sent.' }),
  },
  refusing: { 'a key under which there is nothing': { status: 204 } },
});

test('posts to the destinations that are kept under the key', async () => {
  const [request] = await requestsFor({ at: (url) => at(url, { key, tag: 'ops' }), rules });
  expect(request?.path).toBe(`/notify/${key}`);
  expect(JSON.parse(request?.body ?? '')).toEqual({
    title: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    body:
      'Unhealthy Services\n• api: expected status 200, got 503\n\n' +
      'Slow Services\n• search: slow: 1.9 s, over the warning threshold of 1.0 s',
    type: 'failure',
    format: 'text',
    tag: 'ops',
  });
});

test('brings the destinations along where the server does not keep them', async () => {
  const [request] = await requestsFor({ at: (url) => at(url, { urls }), rules });
  expect(request?.path).toBe('/notify');
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ urls });
});

test('repeats nothing of the destinations', async () => {
  const answer = jsonAnswer(400, { error: 'bad URL mailto://user:hunter2hunter2@' });
  const delivery = await deliveryFor({ at: (url) => at(url, { urls }) }, answer);
  expect(delivery).toEqual({ outcome: 'rejected', reason: 'answered 400' });
});

test.each([
  [{ severity: 'warning' }, 'warning'],
  [{ severity: 'info' }, 'info'],
  [{ state: 'resolved' }, 'success'],
] as const)('tells %j as %s', async (changes, type) => {
  const [request] = await requestsFor({ at, rules }, notification(changes));
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ type });
});

test('takes a key that leads nowhere for a refusal', async () => {
  const receiver = await startReceiver((_, request) => rules(request));
  const delivery = await at(receiver.url, { key: 'nobody' }).send(notification(), channelContext());
  expect(delivery).toEqual({ outcome: 'rejected', reason: 'answered 204' });
});
