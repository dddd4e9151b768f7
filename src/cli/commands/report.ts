import { InvalidArgumentError } from 'commander';
import { type ReportFormat, reportFormats } from '../../domain/report-format.ts';
import { defineCommand } from '../command.ts';
import { choice, withSelectionOptions } from '../options.ts';
import type { ReportOptions } from '../run-report.ts';
import { withStateOptions } from '../state-options.ts';

/** `svcmon report`: SLA figures of a period, as files or on stdout. */
export const report = defineCommand<ReportOptions>({
  name: 'report',
  summary: 'SLA figures of a period, by default of the last month: uptime, error budgets, incidents, latency',
  examples: [
    'report',
    'report --month 2026-10 --format html --format json',
    'report checkout --last 30d --format md --output -',
    'report --from 2026-10-01 --to 2026-10-15 --group shop --output shop.csv',
    'report --quarter --email ops-mail',
  ],

  configure: (command) =>
    withStateOptions(withSelectionOptions(command))
      .option('--month [2026-10]', 'a month; without a value the last that is over (so without any period)')
      .option('--week [2026-W47]', 'a week, from Monday on')
      .option('--quarter [2026-Q4]', 'a quarter')
      .option('--year [2026]', 'a year')
      .option('--last <duration>', 'up to now, such as 30d')
      .option('--from <time>', 'from then on, such as 2026-10-01 or "2026-10-01 08:00"')
      .option('--to <time>', 'until then; that instant is no part of it (default: now)')
      .option('--timezone <zone>', 'whose calendar cuts days and months (default: reports.timezone, else UTC)')
      .option('--objective <percent>', 'for services without an slo, such as 99.9', percent)
      .option('--format <format>', `${reportFormats.join(', ')}; may be repeated (default: html)`, collectFormat)
      .option('--output <file>', 'one file, by its extension, or - for stdout (default: a file in reports.directory)')
      .option('--email <channel>', 'also send it through this channel, with the files where that is of type email')
      .addOption(choice('--fail-on <verdict>', 'exit with 1 where an objective was missed', ['missed'])),

  async run(input, context) {
    const { runReport } = await import('../run-report.ts');
    return runReport(input, context);
  },
});

function collectFormat(value: string, previous: readonly ReportFormat[] = []): readonly ReportFormat[] {
  const names = value.split(',').map((name) => name.trim());
  const formats = names.map((name) => reportFormats.find((format) => format === name));
  if (formats.includes(undefined)) {
    throw new InvalidArgumentError(`Allowed choices are ${reportFormats.join(', ')}.`);
  }
  return [...new Set([...previous, ...formats.flatMap((format) => format ?? [])])];
}

/** A percentage above 1, as in an `slo`; yields a share. */
function percent(value: string): number {
  const number = Number(value.replace(/\s*%$/, ''));
  if (value.trim() === '' || !(number > 1 && number <= 100)) {
    throw new InvalidArgumentError('Expected a percentage such as 99.9.');
  }
  return Number((number / 100).toPrecision(12));
}
