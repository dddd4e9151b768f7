import { existsSync } from 'node:fs';
import { systemClock } from '../app/system-clock.ts';
import type { Config } from '../config/config.ts';
import { gapsIn } from '../domain/listening.ts';
import type { CallBook } from '../probes/probe.ts';
import { pathOfStoreUrl } from '../storage/store-url.ts';
import type { CommandContext } from './command.ts';
import { readStore } from './stored-state.ts';

/** What a monitor has stored of services that call it; undefined where nothing is stored. What came since a monitor noted last that it listens is not known. */
export async function storedCalls(
  { storage }: Pick<Config, 'storage'>,
  context: Pick<CommandContext, 'output'>,
): Promise<CallBook | undefined> {
  if (!existsSync(pathOfStoreUrl(storage.url))) return undefined;
  const { heartbeats, listening } = await readStore({ storage }, context, (store) => store.calls());
  return {
    of(service) {
      const heartbeat = heartbeats.get(service);
      const gaps = gapsIn(listening, systemClock.now(), 0);
      return { gaps, ...(heartbeat !== undefined && { heartbeat }) };
    },
  };
}
