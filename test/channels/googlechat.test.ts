import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { googlechat } from '../../src/channels/googlechat.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { googlechatRules as rules } from '../support/receivers/googlechat.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const key = 'AIzaSyDdI0hCZtE6vySjMm-WEfRq3CPzqKqqsHI';
const token = 'jT4Zq9vYxW3bKs7LmN2pRc5D';

function at(url: string) {
  const webhook_url = `${url}/v1/spaces/AAAABBBB/messages?key=${key}&token=${token}`;
  return bindChannel(googlechat, googlechat.options.parse({ webhook_url }));
}

describeHttpChannel({ type: 'googlechat', at, rules, secrets: [key, token] });

async function message(told: Notification) {
  const [request] = await requestsFor({ at, rules }, told);
  return JSON.parse(request?.body ?? '');
}

test('posts text in which nothing of a target is a mention or a link', async () => {
  const service = notifiedService({
    message: '<users/all> <https://evil.example|bank>',
    runbook: 'https://wiki.example/a|b',
  });
  const { text } = await message(notification({ unhealthy: [service], slow: [] }));
  expect(text).toBe(
    '*🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services*\n\n' +
      '*Unhealthy Services*\n• api: ‹users/all› ‹https://evil.example|bank› · <https://wiki.example/a%7Cb|runbook>',
  );
});

test('keeps what belongs together in one thread', async () => {
  const api = notifiedService({ dedupKey: 'unhealthy/api/1' });
  const search = notifiedService({ name: 'search', dedupKey: 'unhealthy/search/1' });
  const told = [
    notification({ unhealthy: [api, search], slow: [], dedupKey: 'unhealthy/api/1+1' }),
    notification({ unhealthy: [api], slow: [], state: 'resolved', dedupKey: 'unhealthy/api/1' }),
    notification({ unhealthy: [search], slow: [], state: 'resolved', dedupKey: 'unhealthy/search/1' }),
  ];
  const [group, sameTrouble, another] = await Promise.all(
    told.map(async (one) => (await message(one)).thread.threadKey),
  );
  expect(sameTrouble).toBe(group);
  expect(another).not.toBe(group);
});

test('says what Google Chat found wrong', async () => {
  const answer = jsonAnswer(404, { error: { code: 404, message: 'Space not found.', status: 'NOT_FOUND' } });
  await expect(deliveryFor({ at }, answer)).resolves.toMatchObject({ reason: 'answered 404 Space not found.' });
});
