import { type Health, type HealthPolicy, reduceHealth } from './health.ts';
import type { Status } from './status.ts';

/** A result as a gate looks at it. */
export interface GatedResult {
  readonly startedAt: number;
  readonly status: Status;
  readonly message?: string;
}

/** What a gate waits for. */
export interface GateTerms extends HealthPolicy {
  /** How long the service must have been healthy without a break, ms. */
  readonly forMs: number;
  /** Between two checks, ms; healthy results further apart than twice this do not belong together. */
  readonly intervalMs: number;
}

/** How a gate stands. */
export type GateStanding =
  | { readonly kind: 'proven'; readonly healthyMs: number; readonly checks: number }
  /** The service is confirmed to be unhealthy. */
  | { readonly kind: 'down'; readonly message: string; readonly checks: number }
  | { readonly kind: 'waiting'; readonly healthyMs: number; readonly checks: number; readonly last?: GatedResult };

const heldIntervals = 2;

/**
 * Whether results, in the order of time, prove a service healthy: by two healthy ones that lie so far apart, with nothing
 * else but healthy ones and, where nobody could look, unknown ones between them. Whatever comes after that changes nothing.
 */
export function gateStanding(results: readonly GatedResult[], terms: GateTerms): GateStanding {
  const looks = results.filter(({ status }) => status !== 'unknown');
  let run: Run | undefined;
  for (const [index, { status, startedAt }] of looks.entries()) {
    run = status === 'healthy' ? goOn(run, startedAt, terms) : undefined;
    const healthyMs = lengthOf(run);
    if (run !== undefined && healthyMs >= terms.forMs) return { kind: 'proven', healthyMs, checks: index + 1 };
  }
  const last = results.at(-1);
  const checks = looks.length;
  const lastLook = looks.at(-1);
  if (lastLook?.status === 'unhealthy' && isConfirmedDown(looks, terms)) {
    return { kind: 'down', message: lastLook.message ?? '', checks };
  }
  return { kind: 'waiting', healthyMs: lengthOf(run), checks, ...(last && { last }) };
}

/** Healthy results without a break: when the first and the last of them began. */
interface Run {
  readonly fromAt: number;
  readonly toAt: number;
}

function goOn(run: Run | undefined, at: number, { intervalMs }: GateTerms): Run {
  if (run === undefined || at - run.toAt > heldIntervals * intervalMs) return { fromAt: at, toAt: at };
  return { ...run, toAt: at };
}

function lengthOf(run: Run | undefined): number {
  return run === undefined ? 0 : run.toAt - run.fromAt;
}

/** By the thresholds of the service, which begins as one that nothing is known of. */
function isConfirmedDown(looks: readonly GatedResult[], terms: GateTerms): boolean {
  let health: Health | undefined;
  for (const { status, startedAt } of looks) {
    health = reduceHealth(health, { status, startedAt, findings: [] }, terms).health;
  }
  return health?.status === 'unhealthy';
}
