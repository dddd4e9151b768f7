import type { Config, ConfiguredChannel, StorageSettings } from '../config/config.ts';
import { type LoadResult, loadConfig } from '../config/load.ts';
import { formatProblem, formatProblems } from '../config/problem.ts';
import { storageKeys } from '../config/storage-schema.ts';
import type { MaintenanceSchedule } from '../domain/calendar.ts';
import type { Route } from '../domain/routes.ts';
import type { Service } from '../domain/service.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './exit-code.ts';
import { defaultConfigPath } from './options.ts';
import type { StateOptions } from './state-options.ts';
import { stderrColor } from './terminal.ts';

/** What commands that work on the store need of the configuration. Where that has mistakes, what could be read of it. */
export interface StateConfig {
  readonly storage: Pick<StorageSettings, 'url'>;
  /** Those with mistakes too, as far as they say what they are called. */
  readonly services: readonly { readonly service: Service }[];
  /** Likewise. */
  readonly channels: readonly Pick<ConfiguredChannel, 'name' | 'type'>[];
  /** Absent where they cannot be read. */
  readonly routes?: readonly Route[];
  /** Absent where it cannot be read. */
  readonly maintenance?: readonly MaintenanceSchedule[];
  /** Whether there is no mistake: else what is not in it may be configured all the same. */
  readonly isWhole: boolean;
  /** Everything that has no mistake; absent where nothing could be read. */
  readonly config?: Config;
}

/**
 * Loads the configuration for looking at what is stored, or changing it. A mistake is told in one line and is no reason to
 * stop, as long as it is known where the history is; else all problems are written to stderr and it rejects with a UsageError.
 */
export async function openState(options: StateOptions, context: CommandContext): Promise<StateConfig> {
  const { config: path = defaultConfigPath } = options;
  const storage = storageIn(options);
  const loaded = await loadConfig({ path, environment: context.environment });
  if (loaded.ok) return wholeState(loaded.config, storage ?? loaded.config.storage);
  const { readable } = loaded;
  const known = storage ?? (readable?.whole.storage === true ? readable.config.storage : undefined);
  if (known === undefined) return refuse(loaded, context);
  context.output.note(mistakeLine(loaded, readable === undefined ? 'going on without it' : 'going on without that'));
  return readable === undefined ? { ...nothingRead, storage: known } : readState(readable, known);
}

const nothingRead = { services: [], channels: [], isWhole: false } as const;

function storageIn({ storage: url }: StateOptions): StateConfig['storage'] | undefined {
  if (url === undefined) return undefined;
  const { success, error } = storageKeys.shape.url.safeParse(url);
  if (success) return { url };
  throw new UsageError(`--storage ${JSON.stringify(url)}: ${error.issues.map(({ message }) => message).join('; ')}`);
}

function wholeState(config: Config, storage: StateConfig['storage']): StateConfig {
  const { services, alerts, maintenance } = config;
  const { channels, routes } = alerts;
  return { storage, services, channels, routes, maintenance, isWhole: true, config };
}

type Refused = Extract<LoadResult, { ok: false }>;

function readState(
  { config, mistakenServices, mistakenChannels, whole }: NonNullable<Refused['readable']>,
  storage: StateConfig['storage'],
): StateConfig {
  const { services, alerts, maintenance } = config;
  return {
    storage,
    services: [...services, ...mistakenServices.map((service) => ({ service }))],
    channels: [...alerts.channels, ...mistakenChannels],
    ...(whole.routes && { routes: alerts.routes }),
    ...(whole.maintenance && { maintenance }),
    isWhole: false,
    config,
  };
}

/** The first problem, and how many there are beside it. */
function mistakeLine({ problems }: Refused, consequence: string): string {
  const [first] = problems;
  const sentence = first === undefined ? 'the configuration cannot be read' : formatProblem(first);
  const others = problems.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more; svcmon validate shows all)`;
  return `warning: ${sentence}${more}; ${consequence}`;
}

function refuse({ problems, sources, origins }: Refused, { output, ...context }: CommandContext): never {
  output.note(formatProblems(problems, sources, { color: stderrColor({ ...context, output }) }).trimEnd());
  throw new UsageError(
    `${origins.main} does not say where the history is: mend it, or name the history with --storage sqlite:PATH`,
  );
}
