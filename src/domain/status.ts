/** What a check result says of a service; see the table of verdicts in the README. */
export const statuses = ['healthy', 'degraded', 'unhealthy', 'unknown'] as const;
export type Status = (typeof statuses)[number];

const badness: Record<Status, number> = { unhealthy: 3, degraded: 2, unknown: 1, healthy: 0 };

/** Orders statuses worst first: unhealthy, degraded, unknown, healthy. */
export function byWorstFirst(a: Status, b: Status): number {
  return badness[b] - badness[a];
}

/** Whether the first is worse than the second. */
export function isWorse(a: Status, b: Status): boolean {
  return badness[a] > badness[b];
}

/** The overall health of several services: the worst of them; healthy when there are none. */
export function worstStatus(all: Iterable<Status>): Status {
  let worst: Status = 'healthy';
  for (const status of all) if (badness[status] > badness[worst]) worst = status;
  return worst;
}

/** The level that every one of them reaches: the least bad; unhealthy when there are none. */
export function leastBad(all: Iterable<Status>): Status {
  let least: Status = 'unhealthy';
  for (const status of all) if (badness[status] < badness[least]) least = status;
  return least;
}
