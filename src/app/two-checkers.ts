import type { ServerSettings } from '../config/config.ts';
import { type Checker, type CheckerParts, createChecker } from '../monitor/checker.ts';
import type { Effects } from './effects.ts';
import { outsideEffects } from './outside-effects.ts';

export interface TwoCheckersParts extends Pick<CheckerParts, 'redact' | 'calls'> {
  readonly effects: Effects;
  /** Without it no private address is allowed. */
  readonly server?: Pick<ServerSettings, 'allowPrivateTargets'>;
}

/** A checker that looks at services of `public_only` through effects that reach nothing else. */
export function createTwoCheckers({ effects, server, ...rest }: TwoCheckersParts): Checker {
  const inside = createChecker({ ...effects, ...rest });
  let outside: Checker | undefined;
  return {
    run(check, signal) {
      if (!check.service.publicOnly) return inside.run(check, signal);
      outside ??= createChecker({ ...outsideEffects(effects, server ?? { allowPrivateTargets: false }), ...rest });
      return outside.run(check, signal);
    },
  };
}
