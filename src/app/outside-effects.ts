import { createSessions } from '../auth/sessions.ts';
import type { ServerSettings } from '../config/config.ts';
import { createHttpClient } from '../http/client.ts';
import { guardLookup, isReachable } from '../http/guard.ts';
import { version } from '../version.ts';
import type { Effects } from './effects.ts';

/**
 * The same effects for what is looked at because a caller of the API says so: every address that is connected to, also by
 * a redirect, a login or a resolver, has to be public or allowed. Sessions are their own, so that no credentials leave by it.
 */
export function outsideEffects(
  effects: Effects,
  { allowPrivateTargets: allowed }: Pick<ServerSettings, 'allowPrivateTargets'>,
): Effects {
  const { clock } = effects;
  const ranges = typeof allowed === 'boolean' ? [] : allowed;
  const mayReach = (address: string) => allowed === true || isReachable(address, ranges);
  const lookup = guardLookup(effects.lookup, mayReach);
  return {
    ...effects,
    lookup,
    http: createHttpClient({ lookup, clock, userAgent: `svcmon/${version}` }),
    sessions: createSessions({ now: clock.now }),
  };
}
