import { statuses } from '../../domain/status.ts';
import { defineCommand } from '../command.ts';
import { choice, positiveInteger } from '../options.ts';
import type { HistoryOptions } from '../run-history.ts';
import { withShowOptions } from '../state-options.ts';

/** `svcmon history`: the stored results of one service, or the sums of all. */
export const history = defineCommand<HistoryOptions>({
  name: 'history',
  summary: 'the stored results of one service, or the sums of all',
  examples: [
    'history',
    'history --since 7d',
    'history checkout',
    'history checkout --status unhealthy --since 7d',
    'history checkout --by hour',
  ],

  configure: (command) =>
    withShowOptions(command)
      .argument('[service]', 'its single results; without it, the sums of every service')
      .option('--since <duration>', 'only what is not older, such as 7d (default for sums: 24h)')
      .addOption(choice('--by <period>', 'sums of each hour or day instead of single results', ['hour', 'day']))
      .addOption(choice('--status <status>', 'only single results of this status', statuses))
      .option('-n, --limit <number>', 'most single results to show', positiveInteger, 20),

  async run(input, context) {
    const { runHistory } = await import('../run-history.ts');
    return runHistory(input, context);
  },
});
