import { isDeepStrictEqual } from 'node:util';
import type { CheckResult } from '../domain/check-result.ts';
import { type Canary, createCanary } from '../monitor/canary.ts';
import { canaryAnswers } from '../monitor/canary-question.ts';
import type { NetworkWatchParts } from '../monitor/network-watch.ts';
import type { Effects } from './effects.ts';

/** What listens to the canaries. */
export type CanaryListener = Pick<NetworkWatchParts, 'raise' | 'clear' | 'publish'>;

/** The canaries of the configuration in use. */
export interface Canaries extends Canary {
  /** Asks these from now on. */
  use(canaries: readonly string[]): void;
}

/** Builds the canaries; none until they are given. */
export function createCanaries(
  effects: Pick<Effects, 'http' | 'lookup' | 'clock' | 'startTimer'>,
  listener: CanaryListener,
): Canaries {
  const build = (canaries: readonly string[]): Canary => {
    const answers = (canary: string, signal: AbortSignal) => canaryAnswers(canary, effects, signal);
    const { clock, startTimer } = effects;
    return createCanary({ ...listener, canaries, answers, clock, startTimer });
  };
  let names: readonly string[] = [];
  let canary = build(names);
  return {
    use(next) {
      if (isDeepStrictEqual(next, names)) return;
      canary.stop();
      names = next;
      canary = build(next);
    },
    examine: (result: CheckResult) => canary.examine(result),
    isOffline: () => canary.isOffline(),
    stop: () => canary.stop(),
  };
}
