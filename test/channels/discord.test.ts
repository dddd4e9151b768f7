import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { discord } from '../../src/channels/discord.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { discordRules as rules } from '../support/receivers/discord.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const token = '3d89bb7572e0fb30d8128367b3b1b44fecd1726de135cbe28a41f8b2f777c372';

function at(url: string) {
  return bindChannel(
    discord,
    discord.options.parse({ webhook_url: `${url}/api/webhooks/223704706495545344/${token}` }),
  );
}

describeHttpChannel({
  type: 'discord',
  at,
  rules,
  secrets: [token],
  failing: {
    'a full bucket': jsonAnswer(429, { message: 'You are being rate limited.', retry_after: 0.65, global: false }),
  },
  refusing: { 'a webhook that is gone': jsonAnswer(404, { message: 'Unknown Webhook', code: 10_015 }) },
});

async function embed(told: Notification) {
  const [request] = await requestsFor({ at, rules }, told);
  return JSON.parse(request?.body ?? '').embeds[0];
}

test('posts an embed, and waits until it is kept', async () => {
  const [request] = await requestsFor({ at, rules });
  expect(request?.path).toMatch(/\?wait=true$/);
  expect(await embed(notification())).toEqual({
    title: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    description:
      '**Unhealthy Services**\n• api: expected status 200, got 503\n\n' +
      '**Slow Services**\n• search: slow: 1.9 s, over the warning threshold of 1.0 s',
    color: 0xd92d20,
    timestamp: '2026-11-21T19:36:00.250Z',
    footer: { text: 'Service Monitor' },
  });
});

test('escapes everything that Discord reads as markup, a mention or a link', async () => {
  const message = '**b** __u__ ~~s~~ ||x|| `c` > q # h - l [a](https://evil.example) <@1> <#2> @everyone \\';
  const { description } = await embed(notification({ unhealthy: [notifiedService({ message })], slow: [] }));
  expect(description.replace('**Unhealthy Services**', '')).not.toMatch(/(?<!\\)(?:\\\\)*[*_~|`>#[\]()<@]/);
  expect(description.replaceAll(/\\(.)/g, '$1')).toContain(message);
});

test('links to the runbook', async () => {
  const service = notifiedService({ runbook: 'https://wiki.example/a_b' });
  const { description } = await embed(notification({ unhealthy: [service], slow: [] }));
  expect(description).toContain(' · [runbook](<https://wiki.example/a_b>)');
});

test('waits as long as Discord says, by its JSON or its header', async () => {
  const limited = (retry_after: number) => jsonAnswer(429, { message: 'You are being rate limited.', retry_after });
  await expect(deliveryFor({ at }, limited(64.57))).resolves.toEqual({
    outcome: 'retry',
    reason: 'answered 429 You are being rate limited.',
    retryAfterMs: 64_570,
  });
  const both = { ...limited(0.3), headers: { 'retry-after': '2' } };
  await expect(deliveryFor({ at }, both)).resolves.toMatchObject({ retryAfterMs: 2_000 });
});
