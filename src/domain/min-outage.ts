import type { Objective } from './sla-report.ts';
import type { Trouble } from './timeline.ts';

/**
 * Whether a stretch of down time is none by contract: shorter than `min_outage`, by itself, for what was degraded in between
 * belongs to neither. Degraded time is weighted instead.
 */
export function isTooShort({ state, fromAt, toAt }: Trouble, objective: Objective | undefined): boolean {
  return state === 'down' && toAt - fromAt < (objective?.minOutageMs ?? 0);
}

/** What counts against an objective; without one, everything. */
export function countedTroubles(troubles: readonly Trouble[], objective: Objective | undefined): readonly Trouble[] {
  return troubles.filter((trouble) => !isTooShort(trouble, objective));
}
