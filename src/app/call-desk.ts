import { randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { CallDesk, type CallDeskParts, type Caller } from '../monitor/call-desk.ts';
import { tokenOf } from '../monitor/caller-tokens.ts';
import type { Store } from '../storage/store.ts';

/** The desk where pings arrive, with the callers of the configuration in use. */
export interface OpenCallDesk {
  readonly desk: CallDesk;
  use(config: Config): void;
}

export interface OpenCallDeskParts extends Omit<CallDeskParts, 'stored'> {
  readonly config: Config;
  readonly store: Pick<Store, 'calls' | 'tokenKey'>;
}

/** Takes up what the store holds of services that call us. Rejects with StoreUnavailable where it cannot be had. */
export async function openCallDesk({ config, store, ...parts }: OpenCallDeskParts): Promise<OpenCallDesk> {
  const key = await store.tokenKey(freshTokenKey());
  const desk = new CallDesk({ ...parts, stored: await store.calls() });
  const use = (next: Config) => desk.use(callersOf(next, key));
  use(config);
  return { desk, use };
}

/** A key from which nobody can guess a token. */
export function freshTokenKey(): string {
  return randomBytes(32).toString('base64url');
}

/** The services of a configuration that call us, with the tokens by which they are known. */
export function callersOf({ services }: Pick<Config, 'services'>, key: string): readonly Caller[] {
  return services.flatMap(({ service: { name }, probe: { calledBy } }) => {
    return calledBy === undefined ? [] : [{ service: name, plan: calledBy.plan, token: tokenOf(name, calledBy, key) }];
  });
}
