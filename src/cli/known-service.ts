import { exitCodes, UsageError } from './exit-code.ts';
import type { StateConfig } from './open-state.ts';
import { closestNames, describeUnmatched } from './selection.ts';
import type { StoreReader } from './stored-state.ts';

/** Rejects with a UsageError, which tells the closest names, where no service of that name is configured or has a history. */
export async function knownService(
  store: Pick<StoreReader, 'loadStates'>,
  { services }: Pick<StateConfig, 'services'>,
  name: string,
): Promise<void> {
  const configured = services.map(({ service }) => service.name);
  if (configured.includes(name)) return;
  const stored = [...(await store.loadStates()).keys()].filter((each) => each !== '');
  if (stored.includes(name)) return;
  const closest = closestNames(name, [...new Set([...configured, ...stored])]);
  throw new UsageError(describeUnmatched({ name, closest }), exitCodes.noMatch);
}
