import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { webhook } from '../../src/channels/webhook.ts';
import { createdAt, notification, notifiedService, slowService } from '../support/notifications.ts';
import { alertmanagerWebhookRules as rules } from '../support/receivers/alertmanager-webhook.ts';
import { describeHttpChannel, requestsFor } from './over-http.ts';

const secret = 'correct horse battery staple';
const token = 'Bearer 0123456789abcdef';

function at(url: string) {
  const options = { url: `${url}/hook/abcdefgh12345678`, secret, headers: { Authorization: token } };
  return bindChannel(webhook, webhook.options.parse({ ...options, external_url: 'https://svcmon.example' }));
}

describeHttpChannel({ type: 'webhook', at, rules, secrets: [secret, token, 'abcdefgh12345678'] });

test('posts what an Alertmanager posts', async () => {
  const api = notifiedService({ rule: 'unhealthy', dedupKey: 'unhealthy/api/1', sinceAt: createdAt - 240_000 });
  const [request] = await requestsFor({ at, rules }, notification({ unhealthy: [api], dedupKey: 'group' }));
  expect(JSON.parse(request?.body ?? '')).toEqual({
    version: '4',
    groupKey: 'group',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'svcmon',
    groupLabels: {},
    commonLabels: { severity: 'critical', source: 'svcmon' },
    commonAnnotations: { target: 'https://shop.example/health' },
    externalURL: 'https://svcmon.example',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'ServiceUnhealthy', service: 'api', severity: 'critical', source: 'svcmon' },
        annotations: {
          summary: 'api: expected status 200, got 503 · for 4 min',
          description: 'expected status 200, got 503',
          target: 'https://shop.example/health',
          reason: 'unexpected_status',
          dedup_key: 'unhealthy/api/1',
        },
        startsAt: '2026-11-21T19:32:00.250Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://svcmon.example',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      expect.objectContaining({ labels: expect.objectContaining({ alertname: 'ServiceSlow', service: 'search' }) }),
    ],
  });
});

test('says by the same key that a message is the same, and by another that it is the next', async () => {
  const reminder = notification({ state: 'reminder', itemIds: ['m1'] });
  const sent = [reminder, { ...reminder, createdAt: createdAt + 60_000 }, { ...reminder, itemIds: ['m2'] }];
  const keys = await Promise.all(
    sent.map(async (told) => (await requestsFor({ at, rules }, told))[0]?.headers['idempotency-key']),
  );
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect([keys[1] === keys[0], keys[2] === keys[0]]).toEqual([true, false]);
});

test('resolves under the same fingerprint', async () => {
  const service = notifiedService({ rule: 'unhealthy', dedupKey: 'unhealthy/api/1', sinceAt: createdAt - 240_000 });
  const firing = notification({ unhealthy: [service], slow: [] });
  const resolved = notification({ state: 'resolved', unhealthy: [{ ...service, endedAt: createdAt }], slow: [] });
  const [first, second] = await Promise.all(
    [firing, resolved].map(async (told) => JSON.parse((await requestsFor({ at, rules }, told))[0]?.body ?? '')),
  );
  expect(second).toMatchObject({
    status: 'resolved',
    alerts: [{ status: 'resolved', endsAt: '2026-11-21T19:36:00.250Z' }],
  });
  expect(second.alerts[0].fingerprint).toBe(first.alerts[0].fingerprint);
});

test('signs the time and the exact bytes of the body', async () => {
  const [request] = await requestsFor(
    { at, rules },
    notification({ slow: [slowService({ message: 'ü 漢 "quoted"' })] }),
  );
  const { 'x-svcmon-timestamp': timestamp, 'x-svcmon-signature': signature } = request?.headers ?? {};
  expect(timestamp).toBe(String(Date.UTC(2026, 10, 21, 19, 36) / 1_000));
  const expected = createHmac('sha256', secret)
    .update(`${timestamp}.`)
    .update(Buffer.from(request?.body ?? ''))
    .digest('hex');
  expect(signature).toBe(`sha256=${expected}`);
});

test('sends no signature without a secret', async () => {
  const unsigned = (url: string) => bindChannel(webhook, webhook.options.parse({ url }));
  const [request] = await requestsFor({ at: unsigned, rules });
  expect(Object.keys(request?.headers ?? {}).filter((name) => name.startsWith('x-svcmon'))).toEqual([]);
});

test('sends the headers it is given', async () => {
  const [request] = await requestsFor({ at, rules });
  expect(request?.headers).toMatchObject({ authorization: token, 'content-type': 'application/json' });
});

test.each([
  ['a name that is none', { 'Bad Name': 'x' }],
  ['a value with a line break', { Good: 'x\r\nInjected: y' }],
])('refuses a header with %s', (_name, headers) => {
  expect(webhook.options.safeParse({ url: 'https://example.com/hook', headers }).success).toBe(false);
});
