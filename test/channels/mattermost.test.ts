import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { mattermost } from '../../src/channels/mattermost.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { mattermostRules as rules } from '../support/receivers/mattermost.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const hook = 'xj3k9wq7rbd5mfy8hz2tcn4pgs';

function at(url: string, more: object = {}) {
  return bindChannel(mattermost, mattermost.options.parse({ webhook_url: `${url}/hooks/${hook}`, ...more }));
}

describeHttpChannel({ type: 'mattermost', at, rules, secrets: [hook] });

async function message(told: Notification, more: object = {}) {
  const [request] = await requestsFor({ at: (url) => at(url, more), rules }, told);
  return JSON.parse(request?.body ?? '');
}

test('posts an attachment with both lists', async () => {
  expect(await message(notification())).toEqual({
    text: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    attachments: [
      {
        fallback: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
        color: '#d92d20',
        fields: [
          { title: 'Unhealthy Services', value: '• api: expected status 200, got 503', short: false },
          { title: 'Slow Services', value: '• search: slow: 1.9 s, over the warning threshold of 1.0 s', short: false },
        ],
        footer: 'Service Monitor',
      },
    ],
  });
});

test("calls nobody and links nowhere by what a target's text holds", async () => {
  const text = '<!channel> @all <https://evil.example|bank> [a](https://evil.example) **b** `c` & \\';
  const told = notification({ unhealthy: [notifiedService({ name: text, message: text })], slow: [] });
  const { value } = (await message(told)).attachments[0].fields[0];
  expect(value).not.toMatch(/[<>@]|(?<!\\)(?:\\\\)*[*`[\]()|]/);
  expect(value).toContain('&lt;!channel&gt; ＠all');
});

test('links to the runbook, its brackets encoded', async () => {
  const service = notifiedService({ runbook: 'https://wiki.example/api_(old)' });
  const { value } = (await message(notification({ unhealthy: [service] }))).attachments[0].fields[0];
  expect(value).toContain(' · [runbook](https://wiki.example/api_%28old%29)');
});

test('posts to another channel where that is asked for', async () => {
  expect(await message(notification(), { channel: 'ops' })).toMatchObject({ channel: 'ops' });
});

test('says what Mattermost found wrong', async () => {
  const answer = jsonAnswer(400, { id: 'web.incoming_webhook.invalid.app_error', message: 'Invalid hook.' });
  await expect(deliveryFor({ at }, answer)).resolves.toMatchObject({ reason: 'answered 400 Invalid hook.' });
});
