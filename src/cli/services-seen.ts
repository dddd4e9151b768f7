import { serviceKnownByName } from '../config/readable.ts';
import type { Service } from '../domain/service.ts';
import type { ServiceState } from '../storage/store.ts';
import type { CommandContext } from './command.ts';
import type { StateConfig } from './open-state.ts';
import { readStore } from './stored-state.ts';

/**
 * The services that are configured. Where the configuration has mistakes, those too that only the store knows: one whose
 * entry cannot be read must not seem to be gone. What was removed is forgotten there.
 */
export function servicesSeen(
  { services, isWhole }: Pick<StateConfig, 'services' | 'isWhole'>,
  states: ReadonlyMap<string, ServiceState>,
): StateConfig['services'] {
  if (isWhole) return services;
  const names = new Set(services.map(({ service }) => service.name));
  const stored = [...states].filter(([name, { health }]) => name !== '' && health && health.status !== 'unknown');
  const unread = stored.filter(([name]) => !names.has(name)).map(([name]) => ({ service: serviceKnownByName(name) }));
  return [...services, ...unread];
}

/** The same; of a configuration without a mistake the store is not asked. Rejects with a UsageError where it cannot be read. */
export async function readServices(
  config: StateConfig,
  context: Pick<CommandContext, 'output'>,
): Promise<readonly Service[]> {
  const seen = config.isWhole
    ? config.services
    : await readStore(config, context, async (store) => servicesSeen(config, await store.loadStates()));
  return seen.map(({ service }) => service);
}
