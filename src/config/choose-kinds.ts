import type { Channel } from '../channels/channel.ts';
import { channels } from '../channels/registry.ts';
import type { KindTable } from '../domain/kind-table.ts';
import type { Probe } from '../probes/probe.ts';
import { probes } from '../probes/registry.ts';
import type { Gathered } from './gather.ts';
import type { Kinds } from './interpret.ts';
import { isRecord } from './record.ts';

/** The tables that a configuration may choose its kinds from. */
export interface KindTables {
  readonly probes: KindTable<Probe>;
  readonly channels: KindTable<Channel>;
}

/** What this version can do. */
export const builtInTables: KindTables = { probes, channels };

/** The kinds that the files name: all that is needed to read files without a mistake. */
export async function namedKinds(gathered: Gathered, tables: KindTables): Promise<Kinds> {
  const [first = ''] = tables.probes.types;
  const channelData: readonly unknown[] = gathered.main?.top.alerts.channels ?? [];
  const modules = Object.values(gathered.main?.top.server.modules ?? {});
  const probing = [...gathered.services.map(({ data }) => data), ...modules];
  return bothOf(
    tables.probes.some(probing.map((data) => typeOf(data) ?? first)),
    tables.channels.some(channelData.flatMap((data) => typeOf(data) ?? [])),
  );
}

/** Every kind: what is needed to say how a mistake is mended. */
export async function everyKind(tables: KindTables = builtInTables): Promise<Kinds> {
  return bothOf(tables.probes.every(), tables.channels.every());
}

async function bothOf(probing: Promise<readonly Probe[]>, telling: Promise<readonly Channel[]>): Promise<Kinds> {
  const [chosenProbes, chosenChannels] = await Promise.all([probing, telling]);
  return { probes: chosenProbes, channels: chosenChannels };
}

function typeOf(data: unknown): string | undefined {
  return isRecord(data) && typeof data.type === 'string' ? data.type : undefined;
}
