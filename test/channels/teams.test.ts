import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { teams } from '../../src/channels/teams.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { teamsRules as rules } from '../support/receivers/teams.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const signature = 'aVeryLongSignatureThatIsTheKey';

function at(url: string) {
  const webhook_url = `${url}/workflows/6f2c/triggers/manual/paths/invoke?api-version=1&sig=${signature}`;
  return bindChannel(teams, teams.options.parse({ webhook_url }));
}

describeHttpChannel({ type: 'teams', at, rules, secrets: [signature] });

async function card(told: Notification) {
  const [request] = await requestsFor({ at, rules }, told);
  return JSON.parse(request?.body ?? '').attachments[0].content;
}

function texts({ body }: { body: { inlines: { text: string }[] }[] }) {
  return body.map(({ inlines }) => inlines.map(({ text }) => text).join(''));
}

test('posts an adaptive card with both lists', async () => {
  expect(texts(await card(notification()))).toEqual([
    '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    'Unhealthy Services',
    '• api: expected status 200, got 503',
    'Slow Services',
    '• search: slow: 1.9 s, over the warning threshold of 1.0 s',
  ]);
});

test.each([
  ['critical', {}, 'Attention'],
  ['only a warning', { severity: 'warning' }, 'Warning'],
  ['over', { state: 'resolved' }, 'Good'],
] as const)('colours what is %s', async (_name, changes, color) => {
  expect((await card(notification(changes))).body[0].inlines[0]).toMatchObject({ color, weight: 'Bolder' });
});

test('leads to the runbooks by buttons, six at most', async () => {
  const unhealthy = Array.from({ length: 9 }, (_, n) => {
    return notifiedService({ name: `api-${n}`, runbook: `https://wiki.example/${n}` });
  });
  const { actions } = await card(notification({ unhealthy }));
  expect(actions).toHaveLength(6);
  expect(actions[0]).toEqual({ type: 'Action.OpenUrl', title: 'Runbook: api-0', url: 'https://wiki.example/0' });
});

test('says what the workflow found wrong', async () => {
  const answer = jsonAnswer(400, { error: { code: 'WorkflowTriggerIsNotEnabled', message: 'The workflow is off.' } });
  await expect(deliveryFor({ at }, answer)).resolves.toEqual({
    outcome: 'rejected',
    reason: 'answered 400 The workflow is off.',
  });
});
