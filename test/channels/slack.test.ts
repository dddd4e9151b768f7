import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { isPlaceholderWebhook, slack } from '../../src/channels/slack.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { createdAt, hostileTexts, notification, notifiedService, slowService } from '../support/notifications.ts';
import { type Answer, type Receiver, startReceiver } from '../support/receiver.ts';
import { channelContext, type Destination, describeChannel } from './contract.ts';

const path = '/services/T0123/B4567/abcdefghijklmnopqrstuvwx';

function slackAt(receiver: Receiver, mention?: string) {
  const options = { webhook_url: `${receiver.url}${path}`, ...(mention !== undefined && { mention }) };
  return bindChannel(slack, slack.options.parse(options));
}

function answering(answer: Answer | undefined): () => Promise<Destination> {
  return async () => {
    const receiver = await startReceiver(() => answer);
    return {
      channel: slackAt(receiver),
      secrets: [path, 'abcdefghijklmnopqrstuvwx', receiver.url],
      payloads: async () => receiver.received.map(({ body }) => JSON.parse(body)),
    };
  };
}

async function closedPort(): Promise<Destination> {
  const webhook_url = `http://127.0.0.1:1${path}`;
  return {
    channel: bindChannel(slack, slack.options.parse({ webhook_url })),
    secrets: [path, webhook_url],
    payloads: async () => [],
  };
}

describeChannel({
  type: 'slack',
  working: answering({ status: 200, body: 'ok' }),
  failing: {
    'a 429': answering({ status: 429, headers: { 'retry-after': '7' } }),
    'a 500': answering({ status: 500 }),
    'a 503 that repeats the URL': answering({ status: 503, body: path }),
    'a 408': answering({ status: 408 }),
    'a closed port': closedPort,
  },
  refusing: {
    'a 400': answering({ status: 400, body: 'invalid_payload' }),
    'a 404': answering({ status: 404, body: 'no_service' }),
    'a 410': answering({ status: 410 }),
    'a 403 that repeats the secret': answering({ status: 403, body: 'abcdefghijklmnopqrstuvwx' }),
    'a redirect': answering({ status: 302, headers: { location: '/elsewhere' } }),
  },
  hanging: answering(undefined),
});

/** Sends to a receiver that takes it, and gives back the payload. */
async function sent(told: Notification, mention?: string) {
  const receiver = await startReceiver(() => ({ status: 200, body: 'ok' }));
  await slackAt(receiver, mention).send(told, channelContext());
  return JSON.parse(receiver.received[0]?.body ?? 'null');
}

test('posts JSON to the path of the webhook', async () => {
  const receiver = await startReceiver(() => ({ status: 200, body: 'ok' }));
  await slackAt(receiver).send(notification(), channelContext());
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]).toMatchObject({ method: 'POST', path });
  expect(receiver.received[0]?.headers['content-type']).toMatch(/^application\/json/);
});

test('words a message with both lists in one attachment', async () => {
  await expect(sent(notification())).resolves.toEqual({
    text: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
    attachments: [
      {
        fallback: 'Service Health Alert: 1 unhealthy, 1 slow of 12 services',
        color: 'danger',
        fields: [
          { title: 'Unhealthy Services', value: '• api: expected status 200, got 503', short: false },
          { title: 'Slow Services', value: '• search: slow: 1.9 s, over the warning threshold of 1.0 s', short: false },
        ],
        mrkdwn_in: [],
        footer: 'Service Monitor',
        ts: Math.floor(createdAt / 1_000),
      },
    ],
  });
});

test.each<[string, Partial<Notification>, string, string, readonly string[]]>([
  ['red when a service is unhealthy', { slow: [] }, '🚨 Service Health Alert: ', 'danger', ['Unhealthy Services']],
  ['amber when services are only slow', { unhealthy: [] }, '🚨 Service Health Alert: ', 'warning', ['Slow Services']],
  [
    'told as a reminder',
    { state: 'reminder', slow: [] },
    '🚨 Service Health Reminder: ',
    'danger',
    ['Unhealthy Services'],
  ],
  [
    'green when it is over',
    { state: 'resolved', slow: [] },
    '✅ Service Health Resolved: ',
    'good',
    ['Unhealthy Services'],
  ],
])('is %s', async (_name, changes, text, color, titles) => {
  const message = await sent(notification(changes));
  expect(message.text).toBe(`${text}1 unhealthy, 1 slow of 12 services`);
  expect(message.attachments[0].color).toBe(color);
  expect(message.attachments[0].fields.map(({ title }: { title: string }) => title)).toEqual(titles);
});

test('tells since when, how often it tried, what was answered, and where to read on', async () => {
  const service = notifiedService({
    attempts: 4,
    sinceAt: createdAt - 240_000,
    evidence: '{"db":"down"}',
    runbook: 'https://wiki.example/api?a=1&b=2|3',
  });
  const message = await sent(notification({ unhealthy: [service], slow: [] }));
  expect(message.attachments[0].fields[0].value).toBe(
    '• api: expected status 200, got 503 · 4 attempts · for 4 min · answer: {"db":"down"} · <https://wiki.example/api?a=1&amp;b=2%7C3|runbook>',
  );
});

test.each(Object.entries(hostileTexts))('shows %s on one line, as plain text', async (_name, text) => {
  const services = [notifiedService({ name: text, message: text, evidence: text, runbook: text })];
  const message = await sent(notification({ unhealthy: services, slow: [] }));
  const { value } = message.attachments[0].fields[0];
  expect(value).not.toMatch(/[<>\n\u001b\u202e]/);
  expect(value.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
  expect(value.length).toBeLessThan(8_000);
});

test('names twenty of two hundred services and counts the others', async () => {
  const unhealthy = Array.from({ length: 200 }, (_, index) => notifiedService({ name: `api-${index}` }));
  const message = await sent(notification({ unhealthy }));
  const lines = message.attachments[0].fields[0].value.split('\n');
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('and 180 more');
});

test('stays below the forty thousand characters that Slack takes, whatever the texts', async () => {
  const long = '&'.repeat(10_000);
  const texts = { name: long, message: long, evidence: long, runbook: `https://wiki.example/${long}` };
  const message = await sent(
    notification({
      unhealthy: Array.from({ length: 200 }, () => notifiedService(texts)),
      slow: Array.from({ length: 200 }, () => slowService(texts)),
    }),
  );
  expect(JSON.stringify(message).length).toBeLessThan(40_000);
});

test.each([
  ['here', '<!here>'],
  ['@channel', '<!channel>'],
  ['U012AB3CD', '<@U012AB3CD>'],
  ['S012AB3CD', '<!subteam^S012AB3CD>'],
  ['<@W012AB3CD>', '<@W012AB3CD>'],
])('mentions %s', async (mention, markup) => {
  const { text } = await sent(notification(), mention);
  expect(text).toBe(`🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services ${markup}`);
});

test.each(['everybody', '<https://evil.example|x>', 'here <!channel>'])('refuses to mention %s', (mention) => {
  expect(slack.options.safeParse({ webhook_url: 'https://hooks.slack.com/x', mention }).success).toBe(false);
});

test.each([
  ['seconds', '7', 7_000],
  ['no Retry-After', undefined, undefined],
])('hands on %s', async (_name, value, retryAfterMs) => {
  const headers = value === undefined ? {} : { 'retry-after': value };
  const receiver = await startReceiver(() => ({ status: 429, headers }));
  const delivery = await slackAt(receiver).send(notification(), channelContext());
  expect('retryAfterMs' in delivery ? delivery.retryAfterMs : undefined).toBe(retryAfterMs);
});

test("says what the receiver said where that is one of Slack's words", async () => {
  const receiver = await startReceiver(() => ({ status: 400, body: 'channel_is_archived\n' }));
  const delivery = await slackAt(receiver).send(notification(), channelContext());
  expect(delivery).toEqual({ outcome: 'rejected', reason: 'answered 400 channel_is_archived' });
});

test('does not follow a redirect with what it was given', async () => {
  const receiver = await startReceiver(() => ({ status: 307, headers: { location: '/elsewhere' } }));
  await slackAt(receiver).send(notification(), channelContext());
  expect(receiver.received.map((request) => request.path)).toEqual([path]);
});

test.each([
  ['https://hooks.slack.com/services/YOUR/WEBHOOK/URL', true],
  ['https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', true],
  ['https://hooks.slack.com/services/T0123/B4567/abcdefghijklmnopqrstuvwx', false],
  ['https://chat.example/hooks/your/own', false],
])('takes %s for a placeholder: %s', (url, placeholder) => {
  expect(isPlaceholderWebhook(url)).toBe(placeholder);
});

test('never posts to a placeholder', async () => {
  const receiver = await startReceiver(() => ({ status: 200 }));
  const webhook_url = `${receiver.url}/services/YOUR/WEBHOOK/URL`;
  const delivery = await bindChannel(slack, slack.options.parse({ webhook_url })).send(
    notification(),
    channelContext(),
  );
  expect(delivery.outcome).toBe('rejected');
  expect(receiver.received).toEqual([]);
});

test.each(['', 'hooks.slack.com/services/x', 'ftp://hooks.slack.com/x', 'file:///etc/passwd'])(
  'refuses %j as a webhook without repeating it',
  (webhook_url) => {
    const parsed = slack.options.safeParse({ webhook_url });
    expect(parsed.success).toBe(false);
    if (webhook_url !== '') expect(JSON.stringify(parsed.error?.issues)).not.toContain(webhook_url);
  },
);
