import type { Alerted } from '../monitor/alerting.ts';
import type { Output } from './output.ts';

/** Says on stderr what became of the alerts; a failed one is no reason to change the exit code. */
export function tellAlerts({ deliveries }: Alerted, output: Output): void {
  for (const { channel, delivery } of deliveries) {
    if (delivery.outcome === 'delivered') {
      output.note(`alert sent: ${channel}${delivery.detail === undefined ? '' : ` (${delivery.detail})`}`);
    } else {
      output.note(`warning: the alert did not reach ${channel}: ${delivery.reason}`);
    }
  }
}
