import { defineCommand } from '../command.ts';
import { withConfigOption } from '../options.ts';
import type { RemoveOptions } from '../run-edit.ts';

/** `svcmon remove-service`: one entry less in services.yaml; everything else stays. */
export const removeService = defineCommand<RemoveOptions>({
  name: 'remove-service',
  summary: 'remove a service from services.yaml, keeping comments and order',
  examples: ['remove-service checkout', 'remove-service checkout --dry-run'],

  configure: (command) =>
    withConfigOption(command)
      .argument('<name>', 'the name of the service')
      .option('--if-exists', 'succeed without a change when there is no such service')
      .option('--dry-run', 'show what would be removed, and change nothing'),

  async run(input, context) {
    const { runRemoveService } = await import('../run-edit.ts');
    return runRemoveService(input, context);
  },
});
