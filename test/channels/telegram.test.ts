import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { telegram } from '../../src/channels/telegram.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { telegramRules as rules } from '../support/receivers/telegram.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const bot_token = '123456789:AAF0wtzIDJ9n1jrbCYz9LsGKgCXKFAgcNUM';

function at(api_url: string) {
  return bindChannel(telegram, telegram.options.parse({ bot_token, chat_id: -1001234567890, api_url }));
}

const limited = jsonAnswer(429, {
  ok: false,
  error_code: 429,
  description: 'Too Many Requests: retry after 35',
  parameters: { retry_after: 35 },
});

describeHttpChannel({
  type: 'telegram',
  at,
  rules,
  secrets: [bot_token, 'AAF0wtzIDJ9n1jrbCYz9LsGKgCXKFAgcNUM'],
  failing: { 'too many messages': limited },
  refusing: { 'a bot that was blocked': jsonAnswer(403, { ok: false, error_code: 403, description: 'Forbidden' }) },
});

test('sends HTML without previews to the chat', async () => {
  const service = notifiedService({ message: 'got <b> & "x"', runbook: 'https://wiki.example/?a=1&b="2"' });
  const [request] = await requestsFor({ at, rules }, notification({ unhealthy: [service] }));
  expect(request?.path).toBe(`/bot${bot_token}/sendMessage`);
  expect(JSON.parse(request?.body ?? '')).toEqual({
    chat_id: -1001234567890,
    text:
      '<b>🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services</b>\n\n' +
      '<b>Unhealthy Services</b>\n• api: got &lt;b&gt; &amp; &quot;x&quot; · ' +
      '<a href="https://wiki.example/?a=1&amp;b=%222%22">runbook</a>\n\n' +
      '<b>Slow Services</b>\n• search: slow: 1.9 s, over the warning threshold of 1.0 s',
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
});

test('sends to a topic of a forum', async () => {
  const options = telegram.options.parse({ bot_token, chat_id: '@ops', message_thread_id: 7 });
  const toTopic = (api_url: string) => bindChannel(telegram, { ...options, api_url });
  const [request] = await requestsFor({ at: toTopic, rules });
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ chat_id: '@ops', message_thread_id: 7 });
});

test('waits as long as Telegram says', async () => {
  await expect(deliveryFor({ at }, limited)).resolves.toEqual({
    outcome: 'retry',
    reason: 'answered 429 Too Many Requests: retry after 35',
    retryAfterMs: 35_000,
  });
});

test('says what Telegram found wrong', async () => {
  const answer = jsonAnswer(400, { ok: false, error_code: 400, description: 'Bad Request: chat not found' });
  await expect(deliveryFor({ at }, answer)).resolves.toEqual({
    outcome: 'rejected',
    reason: 'answered 400 Bad Request: chat not found',
  });
});

test.each([
  ['a token that is none', { bot_token: 'nonsense', chat_id: 1 }],
  ['a chat that is none', { bot_token, chat_id: 'my group' }],
])('refuses %s', (_name, options) => {
  const { success, error } = telegram.options.safeParse(options);
  expect(success).toBe(false);
  expect(JSON.stringify(error?.issues)).not.toContain('nonsense');
});
