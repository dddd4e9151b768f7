import type { CheckResult } from '../domain/check-result.ts';
import { NetworkWatch, type NetworkWatchParts } from './network-watch.ts';

/** Me or them: whether failures are the targets' or those of our own network. */
export interface Canary {
  /**
   * The result as it may be believed: while no canary answers, what is unhealthy becomes `unknown: monitor_offline`.
   * When a service begins to fail the canaries are asked first, for up to 3 s. Results of one service stay in order.
   * Never rejects.
   */
  examine(result: CheckResult): Promise<CheckResult>;
  /** Whether no canary answered when they were asked last. */
  isOffline(): boolean;
  stop(): void;
}

/** Builds the canaries of one configuration; without any, every result is believed. */
export function createCanary(parts: NetworkWatchParts): Canary {
  const watch = new NetworkWatch(parts);
  const failing = new Set<string>();
  const tails = new Map<string, Promise<CheckResult>>();

  /** A service that fails all along says nothing new about the network. */
  const judge = async (result: CheckResult): Promise<CheckResult> => {
    if (result.status === 'healthy') failing.delete(result.service);
    if (result.status !== 'unhealthy' || (failing.has(result.service) && !watch.offline)) return result;
    if (!(await watch.ask())) return unbelievable(result);
    failing.add(result.service);
    return result;
  };

  return {
    isOffline: () => watch.offline,
    stop: () => watch.stop(),
    async examine(result) {
      if (parts.canaries.length === 0) return result;
      if (ownNetworkReasons.has(result.reason)) void watch.ask();
      const before = tails.get(result.service);
      const examined = before === undefined ? judge(result) : before.then(() => judge(result));
      tails.set(result.service, examined);
      const believed = await examined;
      if (tails.get(result.service) === examined) tails.delete(result.service);
      return believed;
    },
  };
}

const ownNetworkReasons: ReadonlySet<string> = new Set(['dns_unavailable', 'network_unreachable']);

function unbelievable(result: CheckResult): CheckResult {
  const verdict = {
    status: 'unknown',
    reason: 'monitor_offline',
    severity: 'warning',
    message: `our own network is down, so that this proves nothing: ${result.message}`,
  } as const;
  return { ...result, ...verdict, findings: [verdict] };
}
