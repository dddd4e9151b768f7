import type { Config } from '../config/config.ts';
import type { Alerted } from '../monitor/alerting.ts';
import type { Output } from './output.ts';

/** Says on stderr what became of the alerts; a failed one is no reason to change the exit code. */
export function tellAlerts(
  { notification, deliveries }: Alerted,
  { placeholderWebhook }: Pick<Config, 'placeholderWebhook'>,
  output: Output,
): void {
  for (const { channel, delivery } of deliveries) {
    if (delivery.outcome === 'delivered') {
      output.note(`alert to ${channel}: ${delivery.detail ?? 'delivered'}`);
    } else {
      output.note(`warning: the alert did not reach ${channel}: ${delivery.reason}`);
    }
  }
  if (notification !== undefined && placeholderWebhook) {
    output.note('nothing was posted to the webhook: it is still the placeholder of the example');
  }
}
