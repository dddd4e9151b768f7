import { z } from 'zod';
import { type Notification, type NotifiedService, notifiedServices } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { alertFacts, alertKey, boundedKey } from './alert-facts.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook, sendEach } from './delivery.ts';
import { oneLine, runbookUrl } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/** Sends to PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2/overview/), one event per service. */
export const pagerduty = defineChannel({
  type: 'pagerduty',
  summary: 'Opens, repeats, acknowledges and resolves one PagerDuty alert per service, through the Events API v2.',
  oneByOne: true,
  acknowledges: true,
  alertsOnly: true,
  options: z.strictObject({
    routing_key: secretKey(keyProblem).describe('The integration key of an Events API v2 integration.'),
    api_url: baseUrlKey()
      .prefault('https://events.pagerduty.com')
      .describe('Where the API is: `https://events.eu.pagerduty.com` for accounts in the EU.'),
  }),

  send(notification, { routing_key, api_url }, context) {
    const key = routing_key.reveal();
    return sendEach(notifiedServices(notification), (service) => {
      const json = { routing_key: key, ...pagerdutyEvent(service, notification) };
      return postToWebhook({ url: `${api_url}/v2/enqueue`, json, secrets: [key], reading }, context);
    });
  },
});

const reading = { problemAt: ['errors.0', 'message'] };

function keyProblem(text: string): string | undefined {
  return text.length === 32 ? undefined : 'expected an integration key, which has 32 characters';
}

const actions = {
  firing: 'trigger',
  reminder: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
} as const;

const maxKeyLength = 255;
const maxSummaryPoints = 1_024;
const maxFieldPoints = 255;

/** Only a trigger has a payload: the other actions are about an alert that PagerDuty knows. */
function pagerdutyEvent(service: NotifiedService, notification: Notification) {
  const event_action = actions[notification.state];
  const identity = { event_action, dedup_key: boundedKey(alertKey(service, notification), maxKeyLength) };
  if (event_action !== 'trigger') return identity;
  const runbook = runbookUrl(service);
  return {
    ...identity,
    client: 'svcmon',
    payload: {
      summary: oneLine(`${service.name}: ${service.message}`, maxSummaryPoints),
      severity: service.severity,
      source: oneLine(service.target, maxFieldPoints) || 'svcmon',
      timestamp: new Date(service.sinceAt ?? service.checkedAt).toISOString(),
      component: oneLine(service.name, maxFieldPoints),
      class: service.reason,
      ...(service.group !== undefined && { group: oneLine(service.group, maxFieldPoints) }),
      custom_details: alertFacts(service, notification),
    },
    ...(runbook !== undefined && { links: [{ href: runbook, text: 'runbook' }] }),
  };
}
