import { statuses } from '../../domain/status.ts';
import { defineCommand } from '../command.ts';
import { choice, withSelectionOptions } from '../options.ts';
import type { StatusOptions } from '../run-status.ts';
import { withShowOptions } from '../state-options.ts';

/** `svcmon status`: how every service stands by what is stored; probes nothing. */
export const status = defineCommand<StatusOptions>({
  name: 'status',
  summary: 'how every service stands by what was stored last; probes nothing',
  examples: ['status', 'status --group shop --status unhealthy', "status -o json | jq '.services[] | .name, .state'"],

  configure: (command) =>
    withSelectionOptions(withShowOptions(command)).addOption(
      choice('--status <status>', 'only services that stand so', statuses),
    ),

  async run(input, context) {
    const { runStatus } = await import('../run-status.ts');
    return runStatus(input, context);
  },
});
