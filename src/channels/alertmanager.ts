import { z } from 'zod';
import { durationKey } from '../domain/duration.ts';
import type { Notification } from '../domain/notification.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { baseUrlKey, headersKey, revealHeaders } from './option-keys.ts';
import { prometheusAlerts } from './prometheus-alert.ts';

/** Posts to the API v2 of an Alertmanager (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml). */
export const alertmanager = defineChannel({
  type: 'alertmanager',
  summary: 'Hands alerts to a Prometheus Alertmanager, which groups, routes and silences them.',
  alertsOnly: true,
  options: z.strictObject({
    url: baseUrlKey().describe('Where Alertmanager is, with its route prefix: `http://alertmanager:9093`.'),
    headers: headersKey().describe('Further headers, such as Authorization.'),
    expires_after: durationKey({ minMs: 60_000 })
      .prefault('7d')
      .describe(
        'When Alertmanager takes an alert for resolved if it hears no more of it; longer than the repeat interval.',
      ),
  }),

  send(notification, { url, headers, expires_after }, context) {
    const own = revealHeaders(headers);
    const json = alertmanagerAlerts(notification, expires_after);
    const posting = { url: `${url}/api/v2/alerts`, json, headers: own, secrets: Object.values(own) };
    return postToWebhook({ ...posting, reading: { problemAt: ['message', 'error'] } }, context);
  },
});

/** Without an end of its own Alertmanager would end an alert by its `resolve_timeout`, five minutes after it was told. */
function alertmanagerAlerts(notification: Notification, expiresAfterMs: number) {
  const expiresAt = new Date(notification.createdAt + expiresAfterMs).toISOString();
  return prometheusAlerts(notification).map(({ labels, annotations, startsAt, endsAt = expiresAt }) => ({
    labels,
    annotations,
    startsAt,
    endsAt,
  }));
}
