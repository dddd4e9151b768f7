import { relative } from 'node:path';
import { buildSlaReport } from '../app/build-sla-report.ts';
import type { SlaRequest } from '../app/sla/request.ts';
import type { SlaSource } from '../app/sla/source.ts';
import { systemClock } from '../app/system-clock.ts';
import type { Config } from '../config/config.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { ReportFile } from '../domain/report-file.ts';
import type { ReportFormat } from '../domain/report-format.ts';
import type { Objective, SlaReport } from '../domain/sla-report.ts';
import { dataHashOf } from '../reporting/sla/document.ts';
import { executiveLine, targetsOf } from '../reporting/sla/executive-line.ts';
import { systemTurn } from '../resilience/loop-pace.ts';
import { version } from '../version.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { openState, type StateConfig } from './open-state.ts';
import { type SelectionOptions, selectionOf } from './options.ts';
import { destinationOf } from './report/destination.ts';
import { mailReport, reportChannel } from './report/mail-report.ts';
import { type PeriodOptions, periodOf } from './report/period-of.ts';
import { requireMatches } from './report/require-matches.ts';
import { matchesSelection } from './selection.ts';
import type { StateOptions } from './state-options.ts';
import { readStore } from './stored-state.ts';

/** The options of `svcmon report`. */
export interface ReportOptions extends StateOptions, SelectionOptions, PeriodOptions {
  readonly timezone?: string;
  /** From 0 to 1. */
  readonly objective?: number;
  readonly format?: readonly ReportFormat[];
  readonly output?: string;
  readonly email?: string;
  readonly failOn?: 'missed';
}

/** Runs `svcmon report` from the parsed command line to its exit code: 1 where a mail did not get through, or an objective was missed and that was asked. */
export async function runReport(
  { args: names, options }: CommandInput<ReportOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const state = await openState(options, context);
  const config = wholeConfig(state);
  const nowAt = systemClock.now();
  const { timezone = config.reports.timezone } = options;
  const period = periodOf(options, { timezone, nowAt });
  const destination = destinationOf({ names, options, period, directory: config.reports.directory });
  const channel = options.email === undefined ? undefined : reportChannel(options.email, config);
  const report = await readStore(state, context, (source) =>
    makeReport({ source, config, names, options }, { period, timezone, nowAt }, context),
  );
  const header = { generatedAt: nowAt, version, dataHash: dataHashOf(report) };
  const line = executiveLine(report);
  const files = await destination.write(report, header, context.output);
  if (destination.isFile) context.output.data([`${line}.`, ...files.map(pathText), ''].join('\n'));
  const mailed = channel === undefined || (await mailReport({ report, files, channel, config }, context));
  const missed = options.failOn === 'missed' && targetsOf(report).some(({ verdict }) => verdict === 'missed');
  return mailed && !missed ? exitCodes.ok : exitCodes.unhealthy;
}

/** As short as it can be named from here. */
function pathText({ path }: ReportFile): string {
  const fromHere = relative('.', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/** A report by half a configuration would hold services to other objectives than theirs. */
function wholeConfig({ isWhole, config }: StateConfig): Config {
  if (isWhole && config !== undefined) return config;
  throw new UsageError(
    'a report needs the whole configuration, whose objectives it judges by: mend it (svcmon validate)',
  );
}

interface Sources {
  readonly source: SlaSource;
  readonly config: Config;
  readonly names: readonly string[];
  readonly options: ReportOptions;
}

async function makeReport(
  { source, config, names, options }: Sources,
  asked: Pick<SlaRequest, 'period' | 'timezone' | 'nowAt'>,
  { output, quiet }: CommandContext,
): Promise<SlaReport> {
  const selection = selectionOf(names, options);
  const report = await buildSlaReport(
    {
      ...asked,
      services: config.services.map(({ service }) => service),
      groups: config.groups,
      isSelected: (service) => matchesSelection(service, selection),
      ...(options.objective !== undefined && { objective: plainObjective(options.objective) }),
    },
    {
      source,
      nextTurn: systemTurn,
      onProgress: (share, what) => {
        if (quiet !== true) output.status(`${Math.floor(share * 100)} % ${toPlainLine(what)}`);
      },
    },
  );
  requireMatches(
    report,
    config.services.map(({ service }) => service.name),
    selection,
  );
  return report;
}

function plainObjective(availability: number): Objective {
  return { availability, minOutageMs: 0, degradedWeight: 0 };
}
