import { systemClock } from '../app/system-clock.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { plannedWindows, planningHorizonMs } from '../domain/planned-maintenance.ts';
import { type MaintenanceWindow, matchesService } from '../domain/silence.ts';
import { createMakeId } from '../monitor/make-id.ts';
import { toInstant } from '../reporting/machine-values.ts';
import { maintenanceDocument } from '../reporting/silence-document.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { openState, type StateConfig } from './open-state.ts';
import { filledLine, nameOf } from './person.ts';
import { pickOne } from './pick-one.ts';
import { readServices } from './services-seen.ts';
import { maintenanceAdded } from './silences/added.ts';
import { maintenanceList } from './silences/maintenance-list.ts';
import { matchOf } from './silences/service-match.ts';
import { spanOf } from './silences/time-span.ts';
import type { MatchOptions, PersonOptions, ShowOptions, SpanOptions, StateOptions } from './state-options.ts';
import { readStore, writeStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon maintenance add`. */
export interface AddMaintenanceOptions extends ShowOptions, PersonOptions, MatchOptions, SpanOptions {}

/** Runs `svcmon maintenance list` from the parsed command line to its exit code. */
export async function runListMaintenance(
  { options }: CommandInput<ShowOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  if (config.maintenance === undefined)
    output.note('maintenance of the configuration cannot be read: only that of people is shown');
  const nowAt = systemClock.now();
  const stored = await readWindows(config, context, nowAt);
  const windows = plannedWindows(stored, config.maintenance ?? [], nowAt);
  if (options.format === 'json') {
    const document = {
      schema: 'svcmon.maintenance/v1',
      timestamp: toInstant(nowAt),
      windows: windows.map(maintenanceDocument),
    };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.ok;
  }
  output.data(maintenanceList(windows, createWallTime({ nowAt }), lookOf(output.stdout, context)));
  if (windows.length === 0) output.note('no maintenance is planned');
  return exitCodes.ok;
}

/** Runs `svcmon maintenance add` from the parsed command line to its exit code. */
export async function runAddMaintenance(
  { args: [name = ''], options }: CommandInput<AddMaintenanceOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, environment } = context;
  const config = await openState(options, context);
  const services = await readServices(config, context);
  const nowAt = systemClock.now();
  const window: MaintenanceWindow = {
    id: createMakeId({ clock: systemClock, random: Math.random })(),
    name: filledLine(name, 'the name'),
    match: matchOf(options, services),
    ...spanOf(options, nowAt),
    createdAt: nowAt,
    by: nameOf(options, environment),
    origin: 'person',
  };
  await writeStore(config, (store) => store.saveMaintenance(window));
  if (options.format === 'json') {
    const document = { schema: 'svcmon.maintenance-window/v1', window: maintenanceDocument(window) };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.ok;
  }
  const count = services.filter((service) => matchesService(window.match, service)).length;
  output.data(
    maintenanceAdded(window, {
      services: count,
      time: createWallTime({ nowAt }),
      look: lookOf(output.stdout, context),
    }),
  );
  return exitCodes.ok;
}

/** Runs `svcmon maintenance cancel` from the parsed command line to its exit code. */
export async function runCancelMaintenance(
  { args: [text = ''], options }: CommandInput<StateOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const config = await openState(options, context);
  const nowAt = systemClock.now();
  const window = windowLike(text, await readWindows(config, context, nowAt), config);
  await writeStore(config, (store) => store.saveMaintenance({ ...window, cancelledAt: nowAt }));
  const ending = window.startsAt <= nowAt ? 'has ended' : 'is cancelled';
  context.output.data(`maintenance "${toPlainLine(window.name)}", window ${window.id}, ${ending}\n`);
  return exitCodes.ok;
}

/** Windows of people that have not ended; those of the configuration are known from there. */
async function readWindows(
  config: StateConfig,
  context: CommandContext,
  nowAt: number,
): Promise<readonly MaintenanceWindow[]> {
  const range = { fromAt: nowAt, toAt: nowAt + planningHorizonMs };
  const windows = await readStore(config, context, (store) => store.maintenance(range));
  return windows.filter(({ origin }) => origin === 'person');
}

/** By its name where that is one window's alone, else by its id. */
function windowLike(
  text: string,
  all: readonly MaintenanceWindow[],
  { maintenance = [] }: StateConfig,
): MaintenanceWindow {
  const windows = all.filter(({ cancelledAt }) => cancelledAt === undefined);
  const named = windows.filter(({ name }) => name === text);
  const [only, another] = named;
  if (only !== undefined && another === undefined) return only;
  if (only !== undefined) throw new UsageError(`${named.length} windows are named "${text}": give the id of one`);
  if (maintenance.some(({ name }) => name === text)) {
    throw new UsageError(`maintenance "${text}" comes from the configuration: change it there`);
  }
  return pickOne(windows, text, 'maintenance window to come');
}
