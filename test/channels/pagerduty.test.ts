import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { pagerduty } from '../../src/channels/pagerduty.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { notification, notifiedService, slowService } from '../support/notifications.ts';
import { startReceiver } from '../support/receiver.ts';
import { pagerdutyRules as rules } from '../support/receivers/pagerduty.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { channelContext } from './contract.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const routing_key = 'e93facc04764012d7bfb002500d5d1a6';

function at(api_url: string) {
  return bindChannel(pagerduty, pagerduty.options.parse({ routing_key, api_url }));
}

describeHttpChannel({
  type: 'pagerduty',
  at,
  rules,
  secrets: [routing_key],
  refusing: {
    'an invalid event': jsonAnswer(400, {
      status: 'invalid event',
      errors: ["'payload.severity' is missing or blank"],
    }),
  },
});

async function events(told: Notification) {
  return (await requestsFor({ at, rules }, told)).map(({ body }) => JSON.parse(body));
}

test('triggers one event per service, with what is known of it', async () => {
  const api = notifiedService({
    rule: 'unhealthy',
    dedupKey: 'unhealthy/api/2026-11-21T19:32:00.250Z',
    sinceAt: Date.UTC(2026, 10, 21, 19, 32),
    group: 'shop',
    evidence: 'db down',
    runbook: 'https://wiki.example/api',
    affects: ['cart', 'search'],
  });
  const [first, second] = await events(notification({ unhealthy: [api] }));
  expect(first).toEqual({
    routing_key,
    event_action: 'trigger',
    dedup_key: 'unhealthy/api/2026-11-21T19:32:00.250Z',
    client: 'svcmon',
    payload: {
      summary: 'api: expected status 200, got 503',
      severity: 'critical',
      source: 'https://shop.example/health',
      timestamp: '2026-11-21T19:32:00.000Z',
      component: 'api',
      group: 'shop',
      class: 'unexpected_status',
      custom_details: {
        state: 'firing',
        target: 'https://shop.example/health',
        group: 'shop',
        reason: 'unexpected_status',
        severity: 'critical',
        status_code: '503',
        response_time: '120 ms',
        attempts: '1',
        since: '2026-11-21T19:32:00.000Z',
        checked_at: '2026-11-21T19:35:59.250Z',
        affects: 'cart, search',
        answer: 'db down',
        runbook: 'https://wiki.example/api',
        dedup_key: 'unhealthy/api/2026-11-21T19:32:00.250Z',
      },
    },
    links: [{ href: 'https://wiki.example/api', text: 'runbook' }],
  });
  expect(second).toMatchObject({ dedup_key: 'service_health/search', payload: { severity: 'warning' } });
});

test.each([
  ['firing', 'trigger'],
  ['reminder', 'trigger'],
  ['acknowledged', 'acknowledge'],
  ['resolved', 'resolve'],
] as const)('tells what is %s by the action %s, under the same key', async (state, action) => {
  const service = notifiedService({ dedupKey: 'unhealthy/api/1' });
  const told = notification({ state, unhealthy: [service], slow: [] });
  expect(await events(told)).toMatchObject([{ event_action: action, dedup_key: 'unhealthy/api/1' }]);
});

test('shortens a key that is too long to one that stays the same', async () => {
  const services = [1, 2].map((end) => notifiedService({ dedupKey: `unhealthy/${'n'.repeat(300)}/${end}` }));
  const told = notification({ unhealthy: services, slow: [] });
  const keys = (await events(told)).map(({ dedup_key }) => dedup_key);
  expect(keys[0]).toMatch(/^svcmon-[0-9a-f]{32}$/);
  expect(new Set(keys).size).toBe(2);
  expect((await events({ ...told, state: 'resolved' })).map(({ dedup_key }) => dedup_key)).toEqual(keys);
});

test('names svcmon as the source where the trouble is its own', async () => {
  const own = notifiedService({ name: 'svcmon', target: '', rule: 'storage' });
  expect(await events(notification({ unhealthy: [], slow: [], others: [own] }))).toMatchObject([
    { payload: { source: 'svcmon' } },
  ]);
});

test('goes on with the next service when one is refused, and tells of the refusal', async () => {
  const receiver = await startReceiver((index, request) => (index === 0 ? { status: 400 } : rules(request)));
  const told = notification({ unhealthy: [notifiedService()], slow: [slowService(), slowService({ name: 'web' })] });
  const delivery = await at(receiver.url).send(told, channelContext());
  expect(delivery).toEqual({ outcome: 'rejected', reason: 'answered 400' });
  expect(receiver.received).toHaveLength(3);
});

test('stops at a service that is to be told of later', async () => {
  const receiver = await startReceiver((index, request) => (index === 1 ? { status: 429 } : rules(request)));
  const told = notification({ slow: [slowService(), slowService({ name: 'web' })] });
  await expect(at(receiver.url).send(told, channelContext())).resolves.toMatchObject({ outcome: 'retry' });
  expect(receiver.received).toHaveLength(2);
});

test('says what PagerDuty found wrong', async () => {
  const answer = jsonAnswer(400, {
    status: 'invalid event',
    message: 'invalid',
    errors: ["'payload.source' is missing"],
  });
  await expect(deliveryFor({ at }, answer)).resolves.toEqual({
    outcome: 'rejected',
    reason: "answered 400 'payload.source' is missing",
  });
});

test('refuses a key that is none without repeating it', () => {
  const { error } = pagerduty.options.safeParse({ routing_key: 'too-short' });
  expect(JSON.stringify(error?.issues)).toContain('32 characters');
  expect(JSON.stringify(error?.issues)).not.toContain('too-short');
});

test('speaks to the API in the United States unless told', () => {
  expect(pagerduty.options.parse({ routing_key }).api_url).toBe('https://events.pagerduty.com');
});
