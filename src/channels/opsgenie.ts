import { z } from 'zod';
import { type Notification, type NotifiedService, notifiedServices } from '../domain/notification.ts';
import { serviceLine } from '../domain/notification-wording.ts';
import { secretKey } from '../domain/secret.ts';
import { alertFacts, alertKey } from './alert-facts.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook, sendEach } from './delivery.ts';
import { digest } from './digest.ts';
import { oneLine } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/** Speaks Opsgenie's Alert API (https://docs.opsgenie.com/docs/alert-api), one alert per service. */
export const opsgenie = defineChannel({
  type: 'opsgenie',
  summary: 'Creates, acknowledges and closes one Opsgenie alert per service.',
  oneByOne: true,
  acknowledges: true,
  alertsOnly: true,
  options: z.strictObject({
    api_key: secretKey().describe('The key of an API integration that may create, acknowledge and close alerts.'),
    api_url: baseUrlKey()
      .prefault('https://api.opsgenie.com')
      .describe('Where the API is: `https://api.eu.opsgenie.com` for accounts in the EU.'),
  }),

  send(notification, { api_key, api_url }, context) {
    const key = api_key.reveal();
    return sendEach(notifiedServices(notification), (service) => {
      const { path, json } = opsgenieRequest(service, notification);
      const headers = { Authorization: `GenieKey ${key}` };
      return postToWebhook({ url: `${api_url}${path}`, json, headers, secrets: [key], reading }, context);
    });
  },
});

const reading = { problemAt: ['message'] };

const priorities = { critical: 'P1', warning: 'P3', info: 'P5' } as const;

// To create what is open already counts it once more.
const actions = { firing: 'create', reminder: 'create', acknowledged: 'acknowledge', resolved: 'close' } as const;

const maxMessagePoints = 130;
const maxDescriptionPoints = 15_000;
const maxEntityPoints = 512;
const maxUserPoints = 100;

/** The alias goes into a path, where not every proxy leaves an escaped slash alone: a digest has none. */
function opsgenieRequest(service: NotifiedService, notification: Notification) {
  const alias = `svcmon-${digest(alertKey(service, notification))}`;
  const description = oneLine(serviceLine(service, notification.createdAt), maxDescriptionPoints);
  const action = actions[notification.state];
  if (action !== 'create') {
    const path = `/v2/alerts/${alias}/${action}?identifierType=alias`;
    const { acknowledgedBy: by } = service;
    const user = by === undefined ? {} : { user: oneLine(by, maxUserPoints) };
    return { path, json: { ...user, source: 'svcmon', note: description } };
  }
  return {
    path: '/v2/alerts',
    json: {
      message: oneLine(`${service.name}: ${service.message}`, maxMessagePoints),
      alias,
      description,
      entity: oneLine(service.name, maxEntityPoints),
      source: 'svcmon',
      priority: priorities[service.severity],
      details: shortened(alertFacts(service, notification)),
    },
  };
}

/** Opsgenie takes 8,000 characters of details together. */
function shortened(facts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, oneLine(text, 500)]));
}
