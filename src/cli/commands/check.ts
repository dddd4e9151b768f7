import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import {
  type ConfigOptions,
  choice,
  positiveInteger,
  type SelectionOptions,
  withConfigOption,
  withSelectionOptions,
} from '../options.ts';

/** The options of `svcmon check`. */
export interface CheckOptions extends ConfigOptions, SelectionOptions {
  readonly format?: string;
  readonly json?: boolean;
  /** File names; each report's format is chosen by the extension. */
  readonly output?: string;
  readonly parallel?: boolean;
  readonly sequential?: boolean;
  readonly maxWorkers?: number;
  /** False with `--no-alerts`. */
  readonly alerts: boolean;
  readonly failOn: 'unhealthy' | 'degraded';
  readonly list?: boolean;
}

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
