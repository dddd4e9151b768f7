import { statuses } from '../../domain/status.ts';
import { defineCommand } from '../command.ts';
import { choice, positiveInteger } from '../options.ts';
import type { HistoryOptions } from '../run-history.ts';
import { withShowOptions } from '../state-options.ts';

/** `svcmon history`: uptime and response times over time, of every service or of one. */
export const history = defineCommand<HistoryOptions>({
  name: 'history',
  summary: 'uptime and response times over time, of every service or of one with its results',
  examples: [
    'history',
    'history --since 7d',
    'history checkout',
    'history checkout --plot --since 7d',
    'history checkout --by day',
    'history checkout --status unhealthy --since 7d',
  ],

  configure: (command) =>
    withShowOptions(command)
      .argument('[service]', 'this one, with its single results; without it, every service')
      .option('--since <duration>', 'how far back, such as 7d (default: 24h, 7d, 30d and 90d)')
      .addOption(choice('--by <period>', 'a line for each hour, or day of reports.timezone', ['hour', 'day']))
      .option('--plot', 'draw the response times over time')
      .addOption(choice('--status <status>', 'only single results of this status', statuses))
      .option('-n, --limit <number>', 'most single results to show', positiveInteger, 20),

  async run(input, context) {
    const { runHistory } = await import('../run-history.ts');
    return runHistory(input, context);
  },
});
