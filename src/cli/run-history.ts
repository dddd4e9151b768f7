import { systemClock } from '../app/system-clock.ts';
import type { Status } from '../domain/status.ts';
import { toInstant } from '../reporting/machine-values.ts';
import type { Rollup } from '../storage/store.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { groupBy } from './group-by.ts';
import { resultDocument, resultsTable } from './history/results-table.ts';
import { sumsOf } from './history/sums.ts';
import { type LabelledSums, sumsDocument, sumsTable } from './history/sums-table.ts';
import { durationIn } from './instant.ts';
import { knownService } from './known-service.ts';
import { openState, type StateConfig } from './open-state.ts';
import type { ShowOptions } from './state-options.ts';
import { readStore, type StoreReader } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon history`. */
export interface HistoryOptions extends ShowOptions {
  readonly since?: string;
  readonly by?: Rollup['period'];
  readonly status?: Status;
  readonly limit: number;
}

/** Runs `svcmon history` from the parsed command line to its exit code. */
export async function runHistory(
  { args: [service], options }: CommandInput<HistoryOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  if (service === undefined && (options.by !== undefined || options.status !== undefined)) {
    throw new UsageError('name a service: --by and --status are about the results of one');
  }
  const config = await openState(options, context);
  const sinceMs = options.since === undefined ? undefined : durationIn('--since', options.since);
  const view: View = { config, options, context, sinceMs, nowAt: systemClock.now() };
  await readStore(config, context, async (store) => {
    if (service === undefined) return showServices(store, view);
    await knownService(store, config, service);
    return options.by === undefined ? showResults(store, service, view) : showPeriods(store, service, view);
  });
  return exitCodes.ok;
}

interface View {
  readonly config: StateConfig;
  readonly options: HistoryOptions;
  readonly context: CommandContext;
  readonly sinceMs: number | undefined;
  readonly nowAt: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const defaultSinceMs = { hour: dayMs, day: 30 * dayMs };
// Beyond it a day more or less does not matter, and there are many hours.
const hoursUpToMs = 31 * dayMs;
// Enough for a month of one service every ten seconds.
const mostSearched = 300_000;

async function showResults(store: StoreReader, service: string, view: View): Promise<void> {
  const { options, sinceMs, nowAt } = view;
  const { status, limit } = options;
  const fromAt = sinceMs === undefined ? undefined : nowAt - sinceMs;
  const read = await store.results({
    service,
    limit: status === undefined ? limit : mostSearched,
    ...(fromAt !== undefined && { fromAt }),
  });
  const results = read.filter((result) => status === undefined || result.status === status).slice(0, limit);
  const document = { service, results: results.map(resultDocument) };
  show(view, document, () => resultsTable(results, createWallTime({ nowAt }), lookFor(view)));
}

/** Every service that is configured or has results, in the order of the configuration. */
async function showServices(store: StoreReader, view: View): Promise<void> {
  const { config, sinceMs = dayMs, nowAt } = view;
  const period = sinceMs > hoursUpToMs ? 'day' : 'hour';
  const fromAt = startOf(period, nowAt - sinceMs);
  const rollups = groupBy(await store.rollups({ period, fromAt, toAt: nowAt + 1 }), ({ service }) => service);
  const names = new Set([...config.services.map(({ service }) => service.name), ...rollups.keys()]);
  const rows = [...names].map((name) => ({ label: name, ...sumsOf(rollups.get(name) ?? []) }));
  const document = { since: toInstant(fromAt), services: rows.map((row) => labelled('name', row)) };
  show(view, document, () => {
    const since = `since ${createWallTime({ nowAt }).withZone(fromAt)}`;
    return `${sumsTable('SERVICE', rows, lookFor(view))}\n${since}; shares and counts are of results, not of time\n`;
  });
}

async function showPeriods(store: StoreReader, service: string, view: View): Promise<void> {
  const { options, sinceMs, nowAt } = view;
  const { by: period = 'hour' } = options;
  const fromAt = startOf(period, nowAt - (sinceMs ?? defaultSinceMs[period]));
  const rollups = await store.rollups({ service, period, fromAt, toAt: nowAt + 1 });
  const time = createWallTime({ nowAt });
  const newestFirst = rollups.toReversed();
  const labelOf = ({ startsAt }: Rollup) => (period === 'hour' ? time.at(startsAt) : toInstant(startsAt).slice(0, 10));
  const rows = newestFirst.map((rollup) => ({ label: labelOf(rollup), ...sumsOf([rollup]) }));
  const periods = newestFirst.map((rollup) => ({
    starts: toInstant(rollup.startsAt),
    ...sumsDocument(sumsOf([rollup])),
  }));
  show(view, { service, period, periods }, () =>
    sumsTable(period === 'hour' ? 'HOUR' : 'DAY (UTC)', rows, lookFor(view)),
  );
}

/** The beginning of the hour or day, UTC, as roll-ups are cut. */
function startOf(period: Rollup['period'], at: number): number {
  const ms = period === 'hour' ? hourMs : dayMs;
  return Math.max(0, Math.floor(at / ms) * ms);
}

function labelled(key: string, { label, ...sums }: LabelledSums) {
  return { [key]: label, ...sumsDocument(sums) };
}

function lookFor({ context }: View) {
  return lookOf(context.output.stdout, context);
}

function show({ options, context, nowAt }: View, document: object, table: () => string): void {
  const json = { schema: 'svcmon.history/v1', timestamp: toInstant(nowAt), ...document };
  context.output.data(options.format === 'json' ? `${JSON.stringify(json, null, 2)}\n` : table());
}
