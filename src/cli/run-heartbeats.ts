import { callersOf, freshTokenKey } from '../app/call-desk.ts';
import { systemClock } from '../app/system-clock.ts';
import type { Config } from '../config/config.ts';
import { formatEndpoint } from '../http/address.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { heartbeatDocument, heartbeatList } from './heartbeats/heartbeat-list.ts';
import { standingOf } from './heartbeats/heartbeat-standing.ts';
import { openConfig } from './open-config.ts';
import type { ShowOptions } from './state-options.ts';
import { writeStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon heartbeats`. */
export type HeartbeatsOptions = ShowOptions;

/** Runs `svcmon heartbeats` from the parsed command line to its exit code. */
export async function runHeartbeats(
  { options }: CommandInput<HeartbeatsOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openConfig(options, context);
  const storage = options.storage === undefined ? config.storage : { url: options.storage };
  // The first to ask makes the key: a job can be given its URL before the monitor is started.
  const [key, stored] = await writeStore({ storage }, async (store) => {
    return [await store.tokenKey(freshTokenKey()), await store.calls()] as const;
  });
  const now = systemClock.now();
  const base = baseOf(config);
  const standings = callersOf(config, key).map((caller) => standingOf(caller, { stored, base, now }));
  if (options.format === 'json') output.data(`${JSON.stringify(heartbeatDocument(standings, now), null, 2)}\n`);
  else output.data(heartbeatList(standings, createWallTime({ nowAt: now }), lookOf(output.stdout, context)));
  if (standings.length === 0) output.note('no service calls: none is of type heartbeat');
  else if (config.server.listen === undefined) output.note('svcmon listens nowhere: set server.listen');
  return exitCodes.ok;
}

// Where nothing is said, as in the documentation.
const anyAddress = { host: '127.0.0.1', port: 8686 };

function baseOf({ server: { listen = anyAddress, basePath } }: Config): string {
  return `http://${formatEndpoint(listen.host, listen.port)}${basePath}/api/v1/heartbeats/`;
}
