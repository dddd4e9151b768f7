import type { Config } from '../config/config.ts';
import type { Alerted } from '../monitor/alerting.ts';
import type { CommandContext } from './command.ts';

/** Says on stderr what became of the alerts; a failed one is no reason to change the exit code. */
export function tellAlerts(
  { notification, deliveries }: Alerted,
  { placeholders }: Pick<Config, 'placeholders'>,
  { output, quiet }: Pick<CommandContext, 'output' | 'quiet'>,
): void {
  for (const { channel, delivery } of deliveries) {
    if (delivery.outcome === 'delivered') {
      if (!quiet) output.note(`alert to ${channel}: ${delivery.detail ?? 'delivered'}`);
    } else {
      output.note(`warning: the alert did not reach ${channel}: ${delivery.reason}`);
    }
  }
  if (notification !== undefined && placeholders.length > 0) {
    output.note('nothing was posted to the webhook: it is still the placeholder of the example');
  }
}
