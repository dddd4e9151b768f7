import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { opsgenie } from '../../src/channels/opsgenie.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { opsgenieRules as rules } from '../support/receivers/opsgenie.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const api_key = 'eb243592-faa2-4ba2-a551-1afdf565c889';

function at(api_url: string) {
  return bindChannel(opsgenie, opsgenie.options.parse({ api_key, api_url }));
}

describeHttpChannel({
  type: 'opsgenie',
  at,
  rules,
  secrets: [api_key],
  refusing: { 'an alert that breaks a rule': jsonAnswer(422, { message: 'Request body is not processable.' }) },
});

const service = notifiedService({ dedupKey: 'unhealthy/api/1', group: 'shop' });
const firing = notification({ unhealthy: [service], slow: [] });

test('creates an alert per service', async () => {
  const [request] = await requestsFor({ at, rules }, firing);
  expect(request).toMatchObject({ path: '/v2/alerts', headers: { authorization: `GenieKey ${api_key}` } });
  expect(JSON.parse(request?.body ?? '')).toMatchObject({
    message: 'api: expected status 200, got 503',
    alias: expect.stringMatching(/^svcmon-[0-9a-f]{32}$/),
    entity: 'api',
    source: 'svcmon',
    priority: 'P1',
    details: { dedup_key: 'unhealthy/api/1', group: 'shop', reason: 'unexpected_status' },
  });
});

test('repeats under the same alias, and closes by it', async () => {
  const [created] = await requestsFor({ at, rules }, firing);
  const [repeated] = await requestsFor({ at, rules }, { ...firing, state: 'reminder' });
  const [closed] = await requestsFor({ at, rules }, { ...firing, state: 'resolved' });
  const { alias } = JSON.parse(created?.body ?? '');
  expect(JSON.parse(repeated?.body ?? '').alias).toBe(alias);
  expect(closed?.path).toBe(`/v2/alerts/${alias}/close?identifierType=alias`);
});

test('acknowledges by the alias, in the name of who has taken it on', async () => {
  const [created] = await requestsFor({ at, rules }, firing);
  const taken = { ...service, acknowledgedBy: 'kim\u202e the third of her name, keeper of the pool' };
  const [acknowledged] = await requestsFor({ at, rules }, { ...firing, state: 'acknowledged', unhealthy: [taken] });
  const { alias } = JSON.parse(created?.body ?? '');
  expect(acknowledged?.path).toBe(`/v2/alerts/${alias}/acknowledge?identifierType=alias`);
  expect(JSON.parse(acknowledged?.body ?? '')).toEqual({
    user: 'kim the third of her name, keeper of the pool',
    source: 'svcmon',
    note: 'api: expected status 200, got 503 · acknowledged by kim the third of her name, keeper of the pool',
  });
});

test.each([
  ['warning', 'P3'],
  ['info', 'P5'],
] as const)('gives %s the priority %s', async (severity, priority) => {
  const [request] = await requestsFor({ at, rules }, { ...firing, unhealthy: [{ ...service, severity }] });
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ priority });
});

test('says what Opsgenie found wrong', async () => {
  const answer = jsonAnswer(422, { message: 'Request body is not processable.' });
  await expect(deliveryFor({ at }, answer)).resolves.toMatchObject({
    reason: 'answered 422 Request body is not processable.',
  });
});
