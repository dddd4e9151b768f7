import { createApp } from '../app/app.ts';
import { systemClock } from '../app/system-clock.ts';
import type { Config, ConfiguredService } from '../config/config.ts';
import { type CheckReport, summarize } from '../domain/check-report.ts';
import { columnsOf } from '../reporting/columns.ts';
import type { Format } from '../reporting/format.ts';
import { nagiosExitCode } from '../reporting/nagios.ts';
import { formatByName, formats } from '../reporting/registry.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodeFor, exitCodes, UsageError } from './exit-code.ts';
import { openOrStartConfig } from './open-config.ts';
import { type ConfigOptions, type SelectionOptions, selectionOf } from './options.ts';
import { createProgress } from './progress.ts';
import { planReportFile, writeStepSummary } from './report-file.ts';
import { selectOrFail } from './select-or-fail.ts';
import { listServices } from './service-list.ts';
import { statusLine } from './status-line.ts';
import { tellRound } from './tell-round.ts';
import { tellWarnings } from './tell-warnings.ts';
import { lookOf } from './terminal.ts';

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

/** Runs `svcmon check` from the parsed command line to its exit code. */
export async function runCheck(
  { args, options }: CommandInput<CheckOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, quiet, signal } = context;
  const format = formatFor(options);
  const reportFile = options.output === undefined ? undefined : planReportFile(options.output);
  const config = await openOrStartConfig(options, context);
  // That a webhook is still the placeholder is said once there is something to tell.
  tellWarnings(config.warnings, context);
  const selected = selectOrFail(config.services, selectionOf(args, options));
  if (options.list) {
    output.data(listServices(selected, 'table', lookOf(output.stdout, context)));
    return exitCodes.ok;
  }

  const calls = await callsTo(selected, config, context);
  const app = createApp({ ...config, ...(calls && { calls }) });
  const progress = createProgress({
    output,
    clock: systemClock,
    total: selected.length,
    describe: describer(selected, context),
    ...(quiet && { quiet }),
  });
  progress.start();
  const maxWorkers = workersFor(options, config);
  const report = await app.checkOnce(selected, { maxWorkers, signal, onResult: progress.finished });

  output.data(format.render(report, lookOf(output.stdout, context)));
  await reportFile?.write(report, output);
  if (format.name === 'github') await writeStepSummary(report, context);
  if (signal.aborted) return exitCodes.interrupted;
  if (options.alerts) await tellRound(report, { app, config, ...context });
  return signal.aborted ? exitCodes.interrupted : endingOf(report, format, options);
}

function formatFor({ format, json }: CheckOptions): Format {
  const name = format ?? (json ? 'json' : 'table');
  const found = formatByName(name);
  if (found) return found;
  throw new UsageError(`there is no format "${name}"; choose ${formats.map((each) => each.name).join(', ')}`);
}

/** The store is only looked at where a service calls instead of being asked. */
async function callsTo(selected: readonly ConfiguredService[], config: Config, context: CommandContext) {
  if (!selected.some(({ probe }) => probe.calledBy !== undefined)) return undefined;
  const { storedCalls } = await import('./stored-calls.ts');
  return storedCalls(config, context);
}

function workersFor({ sequential, parallel, maxWorkers }: CheckOptions, { monitoring }: Config): number {
  const together = !sequential && (parallel || maxWorkers !== undefined || monitoring.parallelChecks);
  return together ? (maxWorkers ?? monitoring.maxWorkers) : 1;
}

function describer(selected: readonly ConfiguredService[], context: CommandContext) {
  const look = lookOf(context.output.stderr, context);
  const nameColumns = Math.max(...selected.map(({ service }) => columnsOf(service.name)));
  const counter = `[${selected.length}/${selected.length}] `.length;
  return (result: CheckReport['results'][number]) =>
    statusLine(result, { ...look, width: look.width - counter - 1, nameColumns });
}

function endingOf(report: CheckReport, format: Format, { failOn }: CheckOptions): ExitCode {
  return format.name === 'nagios' ? nagiosExitCode(report) : exitCodeFor(summarize(report.results), failOn);
}
