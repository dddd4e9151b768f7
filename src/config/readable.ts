import type { Service } from '../domain/service.ts';
import type { Config, ConfiguredChannel } from './config.ts';
import type { Gathered } from './gather.ts';
import { monitoringKeys } from './monitoring-schema.ts';
import type { Problem } from './problem.ts';
import { isRecord } from './record.ts';
import { fileKeys } from './schema.ts';
import { commonKeys } from './service-schema.ts';
import { globalThresholds } from './thresholds-schema.ts';
import { type ServiceSettings, toService } from './to-service.ts';

/** What could be read of a configuration with mistakes: enough to look at what is stored, not to check by it. */
export interface Readable {
  /** Without the services, channels and schedules that have a mistake; elsewhere what has one is as if it were not there. */
  readonly config: Config;
  /** Stand-ins for services with a mistake, with what can be read of them; an entry that does not say its name has none. */
  readonly mistakenServices: readonly Service[];
  /** Channels with a mistake, as far as they say what they are. */
  readonly mistakenChannels: readonly Pick<ConfiguredChannel, 'name' | 'type'>[];
  /** Whether a part is as it was meant. */
  readonly whole: { readonly storage: boolean; readonly routes: boolean; readonly maintenance: boolean };
}

/** Adds to what was read as a whole what is known of the entries with mistakes. */
export function readableOf(
  config: Config,
  { opened: [mainFile], services, main }: Pick<Gathered, 'opened' | 'services' | 'main'>,
  allProblems: readonly Problem[],
): Readable {
  const problems = allProblems.filter(({ file }) => file === mainFile?.name);
  const read = uniqueByName(config.services);
  const names = new Set(read.map(({ service }) => service.name));
  const settings: ServiceSettings = {
    checkIntervalMs: config.monitoring.checkIntervalMs,
    cutTimeouts: false,
    thresholds: main?.top.alerts.thresholds ?? globalThresholds.parse({}),
  };
  const standIns = services.flatMap(({ data }) => standInFor(data, settings) ?? []);
  return {
    config: { ...config, services: read },
    mistakenServices: standIns.filter(({ name }, index) => {
      return !names.has(name) && standIns.findIndex((other) => other.name === name) === index;
    }),
    mistakenChannels: mistakenChannels(config, main?.top.alerts.channels ?? []),
    whole: {
      storage: isStorageWhole(config, problems),
      routes: !problems.some(({ path }) => /^alerts(?:\.(?:routes|repeat_interval|group_wait)\b|$)/.test(path)),
      maintenance: !problems.some(({ path }) => /^maintenance\b/.test(path)),
    },
  };
}

/** A service of which nothing is known but its name. */
export function serviceKnownByName(name: string): Service {
  const { check_interval: checkIntervalMs } = monitoringKeys.parse({});
  const settings = { checkIntervalMs, cutTimeouts: false, thresholds: globalThresholds.parse({}) };
  const common = { ...commonKeys.parse({ name: 'unknown' }), name };
  return toService({ common, assertions: [], probeOptions: {}, host: '' }, settings);
}

function uniqueByName(services: Config['services']): Config['services'] {
  const first = new Map(services.toReversed().map((configured) => [configured.service.name, configured]));
  return services.filter((configured) => first.get(configured.service.name) === configured);
}

const telling = ['name', 'group', 'tags', 'interval', 'thresholds'] as const;

function standInFor(data: unknown, settings: ServiceSettings): Service | undefined {
  if (!isRecord(data)) return undefined;
  const readable = telling.filter((key) => commonKeys.shape[key].safeParse(data[key]).success);
  const { success, data: common } = commonKeys.safeParse(Object.fromEntries(readable.map((key) => [key, data[key]])));
  return success ? toService({ common, assertions: [], probeOptions: {}, host: '' }, settings) : undefined;
}

function mistakenChannels({ alerts }: Config, entries: readonly unknown[]): Readable['mistakenChannels'] {
  const read = new Set(alerts.channels.map(({ name }) => name));
  return entries.flatMap((entry) => {
    if (!isRecord(entry) || typeof entry.name !== 'string' || typeof entry.type !== 'string') return [];
    return read.has(entry.name) ? [] : [{ name: entry.name, type: entry.type }];
  });
}

/** A misspelt `storage:` must not pass for one that was left out: what is stored would seem to be gone. */
function isStorageWhole({ storage }: Config, problems: readonly Problem[]): boolean {
  const sections = new Set(Object.keys(fileKeys.shape));
  return !problems.some(({ path }) => {
    const [section = '', ...rest] = path.split(/[.[]/);
    if (section === 'storage') return rest[0] !== 'retention';
    return !storage.configured && section !== '' && !sections.has(section);
  });
}
