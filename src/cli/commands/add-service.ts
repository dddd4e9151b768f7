import { defineCommand } from '../command.ts';
import { withEndpointOptions } from '../endpoint-options.ts';
import { collect } from '../options.ts';
import type { AddOptions } from '../run-edit.ts';

/** `svcmon add-service`: one more entry in services.yaml; comments, order and formatting stay. */
export const addService = defineCommand<AddOptions>({
  name: 'add-service',
  summary: 'add a service to services.yaml, keeping comments and order',
  examples: [
    'add-service checkout https://shop.example/health --timeout 5s --expect 200',
    "add-service search https://shop.example/search --tag team=web -H 'Authorization: Bearer ${SEARCH_TOKEN}'",
    'add-service orders-db tcp://db.internal:5432 --dry-run',
  ],

  configure: (command) =>
    withEndpointOptions(
      command
        .argument('<name>', 'its unique name')
        .argument('<url>', 'a URL of any type of service, such as https://, tcp:// or dns://'),
    )
      .option('--interval <duration>', 'time between two checks, such as 30s')
      .option('--group <group>', 'its group')
      .option('--tag <key=value>', 'a tag; may be repeated', collect)
      .option('--runbook <url>', 'where to read what to do when it fails')
      .option('--if-not-exists', 'succeed without a change when the name is taken')
      .option('--no-probe', 'do not look at it once after adding')
      .option('--dry-run', 'show what would be added, and change nothing'),

  async run(input, context) {
    const { runAddService } = await import('../run-edit.ts');
    return runAddService(input, context);
  },
});
