import { systemClock } from '../app/system-clock.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Service } from '../domain/service.ts';
import type { ServiceIdentity } from '../domain/silence.ts';
import type { Status } from '../domain/status.ts';
import { fitColumns } from '../reporting/columns.ts';
import type { RenderOptions } from '../reporting/format.ts';
import { toInstant } from '../reporting/machine-values.ts';
import { resultDocument } from '../reporting/result-document.ts';
import { styleOf } from '../reporting/style.ts';
import type { StoredResult } from '../storage/store.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { allSlots, type SlotsQuery, serviceSlots } from './history/chosen-slots.ts';
import { historyDocument } from './history/history-document.ts';
import { historyOverview } from './history/overview.ts';
import { latencyPlot } from './history/plot.ts';
import { resultsTable } from './history/results-table.ts';
import { readHistories, type ServiceHistory, usualSpansMs } from './history/service-history.ts';
import { serviceView } from './history/service-view.ts';
import { slotTable } from './history/slot-table.ts';
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
  readonly by?: 'hour' | 'day';
  readonly plot?: true;
  readonly status?: Status;
  readonly limit: number;
}

/** Runs `svcmon history` from the parsed command line to its exit code. */
export async function runHistory(
  { args: [service], options }: CommandInput<HistoryOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  refuseMixedUp(service, options);
  const config = await openState(options, context);
  const sinceMs = options.since === undefined ? undefined : durationIn('--since', options.since);
  const look = lookOf(context.output.stdout, context);
  const view: View = { config, options, context, sinceMs, nowAt: systemClock.now(), look };
  await readStore(config, context, async (store) => {
    if (service === undefined) return showAll(store, view);
    await knownService(store, config, service);
    return showOne(store, serviceCalled(service, config), view);
  });
  return exitCodes.ok;
}

function refuseMixedUp(service: string | undefined, { by, plot, status }: HistoryOptions): void {
  if (service === undefined && (by !== undefined || plot !== undefined || status !== undefined)) {
    throw new UsageError('name a service: --by, --plot and --status are about one');
  }
  if (by !== undefined && plot !== undefined) throw new UsageError('choose one of --by and --plot');
}

interface View {
  readonly config: StateConfig;
  readonly options: HistoryOptions;
  readonly context: CommandContext;
  readonly sinceMs: number | undefined;
  readonly nowAt: number;
  readonly look: RenderOptions;
}

function slotsQuery({ config, options, sinceMs, nowAt, look }: View): SlotsQuery {
  const { by, plot, format } = options;
  return { by, plot, sinceMs, nowAt, timezone: timezoneOf(config), width: format === 'json' ? undefined : look.width };
}

function timezoneOf({ config }: StateConfig): string {
  return config?.reports.timezone ?? 'UTC';
}

type Known = ServiceIdentity & Partial<Pick<Service, 'slo' | 'intervalMs'>>;

function serviceCalled(name: string, { services }: StateConfig): Known {
  return services.find(({ service }) => service.name === name)?.service ?? { name, tags: {} };
}

/** Every service that is configured or was looked at, in the order of the configuration. */
async function showAll(store: StoreReader, view: View): Promise<void> {
  const { config, sinceMs, nowAt, look } = view;
  const spansMs = sinceMs === undefined ? usualSpansMs : [sinceMs];
  const configured = config.services.map(({ service }) => service);
  const names = new Set(configured.map(({ name }) => name));
  const recorded = [...(await store.loadStates()).keys()].filter((name) => name !== '' && !names.has(name)).sort();
  const services = [...configured, ...recorded.map((name) => ({ name, tags: {} }))];
  const slots = allSlots(slotsQuery(view));
  const histories = await readHistories(store, services, { spansMs, slots, nowAt });
  show(
    view,
    () => ({ services: histories.map(historyDocument) }),
    () => historyOverview(histories, look),
  );
}

async function showOne(store: StoreReader, service: Known, view: View): Promise<void> {
  const { sinceMs, nowAt } = view;
  const spansMs = sinceMs === undefined ? usualSpansMs : [sinceMs];
  const [history] = await readHistories(store, [service], {
    spansMs,
    slots: serviceSlots(service, slotsQuery(view)),
    nowAt,
  });
  if (history === undefined) return;
  const results = await readResults(store, service.name, view);
  const document = () => ({ service: historyDocument(history), results: results.map(resultDocument) });
  show(view, document, () => textOf(history, results, view));
}

function textOf(history: ServiceHistory, results: readonly StoredResult[], view: View): string {
  const { options, nowAt, look } = view;
  const time = createWallTime({ nowAt });
  if (options.by !== undefined) return periodsText(history, options.by, view);
  if (options.plot) return `${titleOf(history, look)}\n\n${latencyPlot(history.slots, time, look)}`;
  const table = resultsTable(results, time, look);
  return `${titleOf(history, look)}\n${serviceView(history, time, look)}${table === '' ? '' : `\n${table}`}`;
}

function titleOf({ service }: ServiceHistory, look: RenderOptions): string {
  const { strong, glyphs } = styleOf(look);
  return strong(fitColumns(toPlainLine(service.name), look.width, glyphs.ellipsis));
}

/** The newest first, without those from before anything was known. */
function periodsText({ slots }: ServiceHistory, by: 'hour' | 'day', { nowAt, look, config }: View): string {
  const time = createWallTime({ nowAt, ...(by === 'day' && { timeZone: timezoneOf(config) }) });
  const first = slots.findIndex(({ availability, latency }) => availability.measuredMs > 0 || latency.count > 0);
  const shown = first === -1 ? [] : slots.slice(first).toReversed();
  const labelled = shown.map((slot) => ({
    ...slot,
    label: by === 'hour' ? `${time.day(slot.fromAt)} ${time.clock(slot.fromAt)}` : time.day(slot.fromAt),
  }));
  return slotTable(labelled, by.toUpperCase(), look);
}

// Enough for a month of one service every ten seconds.
const mostSearched = 300_000;

async function readResults(store: StoreReader, service: string, view: View): Promise<readonly StoredResult[]> {
  const { options, sinceMs, nowAt } = view;
  const { status, limit } = options;
  const read = await store.results({
    service,
    limit: status === undefined ? limit : mostSearched,
    ...(sinceMs !== undefined && { fromAt: nowAt - sinceMs }),
  });
  return read.filter((result) => status === undefined || result.status === status).slice(0, limit);
}

function show({ options, context, nowAt }: View, document: () => object, table: () => string): void {
  const head = { schema: 'svcmon.history/v2', timestamp: toInstant(nowAt) };
  context.output.data(options.format === 'json' ? `${JSON.stringify({ ...head, ...document() }, null, 2)}\n` : table());
}
