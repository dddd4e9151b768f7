import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { choice, positiveInteger, withConfigOption, withSelectionOptions } from '../options.ts';
import type { CheckOptions } from '../run-check.ts';

/** `svcmon check`: every selected service once; report, alerts, and an exit code that says what was found. */
export const check = defineCommand<CheckOptions>({
  name: 'check',
  summary: 'check every service once, report and alert',
  examples: [
    'check',
    'check checkout orders-db -o wide',
    'check --tag team=payments --fail-on degraded --no-alerts',
    'check -o json --output nightly.html > result.json',
  ],

  configure: (command) => withReportOptions(withSelectionOptions(withConfigOption(command))),

  async run(input, context) {
    const { runCheck } = await import('../run-check.ts');
    return runCheck(input, context);
  },
});

function withReportOptions(command: Command): Command {
  return command
    .option('-o, --format <format>', 'how to write the result: table, wide, json, yaml, … (default: table)')
    .option('--json', 'short for --format json')
    .option(
      '--output <file>',
      'also write the report to a file, its format by the extension; a bare name goes into reports/',
    )
    .option('--parallel', 'check several services at once, whatever the configuration says')
    .option('--sequential', 'check one service after another')
    .option('--max-workers <number>', 'how many services to check at once', positiveInteger)
    .option('--no-alerts', 'send nothing and write no alert file')
    .addOption(
      choice('--fail-on <status>', 'from which status on the exit code is 1', ['unhealthy', 'degraded']).default(
        'unhealthy',
      ),
    )
    .option('--list', 'show what would be checked, and check nothing');
}
