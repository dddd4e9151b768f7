import { Argument } from 'commander';
import { defineCommand } from '../command.ts';
import { choice, positiveInteger } from '../options.ts';
import type { ImportOptions } from '../run-import.ts';
import { withStateOptions } from '../state-options.ts';

/** `svcmon import`: results that another monitor has kept. */
export const importCommand = defineCommand<ImportOptions>({
  name: 'import',
  summary: 'take in the results that another monitor has kept',
  examples: [
    'import results past.csv --format csv --dry-run',
    'import results past.csv --format csv --service checkout --columns time=timestamp,status=up --time-format epoch_s',
    'import results past.ndjson --format ndjson --interval 60s --statuses pending=unhealthy',
  ],

  configure: (command) =>
    withStateOptions(command)
      .addArgument(new Argument('<what>', 'what to take in').choices(['results']))
      .argument('<file>', 'the file, each service in the order of time')
      .addOption(choice('--format <format>', 'of the file', ['csv', 'ndjson']).makeOptionMandatory())
      .option('--service <name>', 'whose results they are (default: the column "service" says it)')
      .option('--columns <list>', 'where the file calls its columns otherwise, such as time=timestamp,status=up')
      .option('--statuses <list>', 'what further words mean, such as pending=unhealthy,paused=unknown')
      .addOption(
        choice('--time-format <format>', 'how it writes instants', ['iso', 'iso_utc', 'epoch_s', 'epoch_ms']).default(
          'iso',
        ),
      )
      .option('--interval <duration>', 'how often was checked (default: as the services are configured)')
      .option('--failure-count <number>', 'results that confirm an incident (default: as configured)', positiveInteger)
      .option('--recovery-count <number>', 'results that confirm its end (default: as configured)', positiveInteger)
      .option('--skip-invalid', 'leave out lines with a mistake instead of importing nothing')
      .option('--dry-run', 'only say what would be imported')
      .addOption(choice('-o, --print <format>', 'how to say what was imported', ['table', 'json']).default('table')),

  async run(input, context) {
    const { runImport } = await import('../run-import.ts');
    return runImport(input, context);
  },
});
