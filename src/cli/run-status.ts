import { systemClock } from '../app/system-clock.ts';
import type { Status } from '../domain/status.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { openState } from './open-state.ts';
import { type SelectionOptions, selectionOf } from './options.ts';
import { selectOrFail } from './select-or-fail.ts';
import { servicesSeen } from './services-seen.ts';
import type { ShowOptions } from './state-options.ts';
import { readStandings } from './status/read-standings.ts';
import type { StoredStanding } from './status/standing.ts';
import { statusDocument } from './status/status-document.ts';
import { hourSlots, statusTable } from './status/status-table.ts';
import { readStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon status`. */
export interface StatusOptions extends ShowOptions, SelectionOptions {
  readonly status?: Status;
}

/** Runs `svcmon status` from the parsed command line to its exit code, which says what is stored as that of `check` says what was found. */
export async function runStatus(
  { args, options }: CommandInput<StatusOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  const nowAt = systemClock.now();
  const look = lookOf(output.stdout, context);
  const selection = selectionOf(args, options);
  const chosen = config.isWhole ? selectOrFail(config.services, selection) : undefined;
  const all = await readStore(config, context, async (store) => {
    const selected = chosen ?? selectOrFail(servicesSeen(config, await store.loadStates()), selection);
    const services = selected.map(({ service }) => service);
    return readStandings(store, {
      services,
      schedules: config.maintenance ?? [],
      slots: hourSlots(look.width),
      timezone: config.config?.reports.timezone ?? 'UTC',
      nowAt,
    });
  });
  const standings = all.filter(({ status }) => options.status === undefined || status === options.status);
  if (options.format === 'json') output.data(`${JSON.stringify(statusDocument(standings, nowAt), null, 2)}\n`);
  else output.data(statusTable(standings, createWallTime({ nowAt }), look));
  const stale = standings.filter((standing) => standing.stale).length;
  if (stale > 0 && stale === standings.length) output.note('nothing is being checked: is svcmon monitor running?');
  return endingOf(standings);
}

function endingOf(standings: readonly StoredStanding[]): ExitCode {
  if (standings.some(({ status }) => status === 'unhealthy')) return exitCodes.unhealthy;
  return standings.some(({ status }) => status === 'unknown') ? exitCodes.unknown : exitCodes.ok;
}
