/** What one check came to. */
export interface Seen {
  readonly startedAt: number;
  readonly intervalMs: number;
  readonly status: 'healthy' | 'degraded' | 'unhealthy' | 'unknown';
  readonly reason: string;
  readonly attempts: number;
  readonly responseTimeMs?: number;
}

/** How bad it was from its beginning on: 1 degraded, 2 down. */
export interface BruteLevel {
  readonly badness: number;
  readonly fromAt: number;
  /** The next level, the first success of the recovery, or never. */
  readonly toAt: number;
  readonly confirmedAt: number;
}

/** From three bad checks in a row to two good ones in a row. */
export interface BruteIncident {
  readonly levels: readonly BruteLevel[];
  /** The first success, or when the service was removed. */
  readonly endedAt?: number;
  /** When that was confirmed. */
  readonly closedAt?: number;
}

interface Confirmed {
  readonly badness: number;
  readonly fromAt: number;
  readonly confirmedAt: number;
}

/** Finds them among the checks that learned something, by going through them with two runs in hand: the worse and the better ones. */
export function bruteIncidents(results: readonly Seen[], removedAt?: number): readonly BruteIncident[] {
  const incidents: BruteIncident[] = [];
  let open: Confirmed[] = [];
  for (const change of confirmedChanges(results)) {
    if (change.badness > 0) {
      open.push(change);
    } else if (open.length > 0) {
      incidents.push(incidentOf(open, { endedAt: change.fromAt, closedAt: change.confirmedAt }));
      open = [];
    }
  }
  if (open.length > 0) {
    incidents.push(incidentOf(open, removedAt === undefined ? {} : { endedAt: removedAt, closedAt: removedAt }));
  }
  return incidents;
}

const badnessOf = { healthy: 0, degraded: 1, unhealthy: 2 } as const;
const worseForLong = 3;
const betterForLong = 2;

interface Check {
  readonly at: number;
  readonly badness: number;
}

/** Three in a row that are worse than what is confirmed, or two that are better, confirm what all of them reach at least, or at most. */
function confirmedChanges(results: readonly Seen[]): readonly Confirmed[] {
  const changes: Confirmed[] = [];
  let confirmed = 0;
  let worse: readonly Check[] = [];
  let better: readonly Check[] = [];
  for (const { status, startedAt: at } of results) {
    if (status === 'unknown') continue;
    const check = { at, badness: badnessOf[status] };
    worse = worseRun(worse, check, confirmed);
    better = check.badness < confirmed ? [...better, check] : [];
    const run = [worse, better].find(({ length }, index) => length >= (index === 0 ? worseForLong : betterForLong));
    if (run === undefined) continue;
    const all = run.map(({ badness }) => badness);
    confirmed = run === worse ? Math.min(...all) : Math.max(...all);
    changes.push({ badness: confirmed, fromAt: run[0]?.at ?? 0, confirmedAt: at });
    worse = [];
    better = [];
  }
  return changes;
}

/** Somebody who is degraded and down in turn is down more and more: only a good check takes that back. */
function worseRun(run: readonly Check[], check: Check, confirmed: number): readonly Check[] {
  if (check.badness > confirmed) return [...run, check];
  return check.badness === 1 && confirmed === 1 ? run : [];
}

function incidentOf(open: readonly Confirmed[], end: Pick<BruteIncident, 'endedAt' | 'closedAt'>): BruteIncident {
  const levels = open.map((level, index) => {
    return { ...level, toAt: open[index + 1]?.fromAt ?? end.endedAt ?? Number.POSITIVE_INFINITY };
  });
  return { levels, ...end };
}
