import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { messageKey } from './alert-facts.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { digest } from './digest.ts';
import { headersKey, revealHeaders, secretUrlKey } from './option-keys.ts';
import { type PrometheusAlert, prometheusAlerts } from './prometheus-alert.ts';

/**
 * Posts what an Alertmanager posts to its webhook receivers, version 4
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config), signed where there is a secret.
 */
export const webhook = defineChannel({
  type: 'webhook',
  summary: "Posts JSON of the form of Alertmanager's webhook, version 4, with an HMAC signature.",
  options: z.strictObject({
    url: secretUrlKey().describe('Where to post.'),
    secret: secretKey()
      .optional()
      .describe('Signs the message: `X-Svcmon-Signature` is the HMAC-SHA256 over timestamp, dot and body.'),
    headers: headersKey().describe('Further headers, such as Authorization.'),
    external_url: z.string().default('').describe('Told as `externalURL`: where people find this svcmon.'),
  }),

  send(notification, { url, secret, headers, external_url }, context) {
    const body = JSON.stringify(webhookPayload(notification, external_url));
    const own = revealHeaders(headers);
    const key = secret?.reveal();
    const signature = key === undefined ? {} : signatureHeaders(body, { key, nowAt: context.clock.now() });
    const posting = {
      url: url.reveal(),
      body,
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': messageKey(notification),
        ...own,
        ...signature,
      },
      secrets: [...Object.values(own), ...(key === undefined ? [] : [key])],
    };
    return postToWebhook(posting, context);
  },
});

/** The time is signed too: a receiver refuses what is older than five minutes, so that nobody can replay it later. */
function signatureHeaders(body: string, { key, nowAt }: { readonly key: string; readonly nowAt: number }) {
  const timestamp = String(Math.floor(nowAt / 1_000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  return { 'X-Svcmon-Timestamp': timestamp, 'X-Svcmon-Signature': `sha256=${signature}` };
}

// What Go writes for a time that is not set.
const notEnded = '0001-01-01T00:00:00Z';

function webhookPayload(notification: Notification, externalURL: string) {
  const alerts = prometheusAlerts(notification);
  return {
    version: '4',
    groupKey: notification.dedupKey,
    truncatedAlerts: 0,
    status: notification.state === 'resolved' ? 'resolved' : 'firing',
    receiver: 'svcmon',
    groupLabels: {},
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL,
    alerts: alerts.map((alert) => webhookAlert(alert, externalURL)),
  };
}

function webhookAlert({ status, labels, annotations, startsAt, endsAt = notEnded }: PrometheusAlert, url: string) {
  const fingerprint = digest(...Object.entries(labels).flat()).slice(0, 16);
  return { status, labels, annotations, startsAt, endsAt, generatorURL: url, fingerprint };
}

/** The pairs that all have. */
function common(records: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = records;
  return Object.fromEntries(Object.entries(first).filter(([name, text]) => others.every((one) => one[name] === text)));
}
