import type { Reason } from '../domain/check-result.ts';
import { type Health, type HealthPolicy, reduceHealth } from '../domain/health.ts';
import { type Incident, levelsOf, reduceIncident, type TimelineEntry } from '../domain/incident.ts';
import type { StoredResult } from '../storage/store.ts';

/** A result of the past, with a reason of the closed list. */
export type PastResult = StoredResult & { readonly reason: Reason };

/** What results of the past come to. */
export interface FoldedPast {
  readonly incidents: readonly Incident[];
  readonly timeline: readonly TimelineEntry[];
}

/** The beginning of the ids of incidents that were found in imported results. */
export const importedIdStart = 'imported/';

// As a result holds in a track.
const heldIntervals = 2;

/**
 * Folds results of one service, in the order of time, into the incidents that they would have made, by the same reducers as
 * when they happen. Ids follow from the service and the beginning, so that the same results make the same incidents.
 */
export class PastFold {
  readonly #service: string;
  readonly #policy: HealthPolicy;
  readonly #closed: Incident[] = [];
  readonly #timeline: TimelineEntry[] = [];
  #health: Health | undefined;
  #open: Incident | undefined;
  #heldUntilAt = 0;

  /** `before`: an imported incident that was going on when the results begin. */
  constructor(service: string, { policy, before }: { readonly policy: HealthPolicy; readonly before?: Incident }) {
    this.#service = service;
    this.#policy = policy;
    this.#open = before;
    this.#health = before && healthWithin(before);
  }

  add({ service, startedAt, intervalMs, status, reason, message = '' }: PastResult): void {
    this.#heldUntilAt = startedAt + heldIntervals * intervalMs;
    const { health, change } = reduceHealth(this.#health, { status, startedAt, findings: [] }, this.#policy);
    this.#health = health;
    const told = change && reduceIncident(this.#open, change, { cause: { service, reason, message }, makeId });
    if (told === undefined) return;
    this.#timeline.push(...told.timeline);
    this.#open = told.incident;
    if (told.incident.closedAt === undefined) return;
    this.#closed.push(told.incident);
    this.#open = undefined;

    function makeId(): string {
      return `${importedIdStart}${service}/${new Date(change?.startedAt ?? startedAt).toISOString()}`;
    }
  }

  /** What was found. What goes on when the results end is closed when the last of them is no longer held: nothing is known of it beyond. */
  finish(): FoldedPast {
    const cut = this.#open && { ...this.#open, closedAt: this.#heldUntilAt, closedAs: 'removed' as const };
    const entry = cut && {
      incidentId: cut.id,
      at: cut.closedAt,
      kind: 'closed' as const,
      text: endText(this.#service),
    };
    return {
      incidents: [...this.#closed, ...(cut ? [cut] : [])],
      timeline: [...this.#timeline, ...(entry ? [entry] : [])],
    };
  }
}

function endText(service: string): string {
  return `the imported results of ${service} end here`;
}

/** Whether the results ended before it did. */
export function isCutOff({ recoveredAt, closedAs }: Incident): boolean {
  return recoveredAt === undefined && closedAs === 'removed';
}

/** An imported incident as it was at an instant in it: open, and only as bad as was confirmed by then. */
export function incidentAt(incident: Incident, at: number): Incident {
  const { recoveredAt: _, closedAt: __, closedAs: ___, ...open } = incident;
  const levels = levelsOf(incident).filter(({ confirmedAt }) => confirmedAt < at);
  const status = levels.some((level) => level.status === 'unhealthy') ? 'unhealthy' : 'degraded';
  return { ...open, levels, status };
}

function healthWithin(incident: Incident): Health {
  const { status, startedAt, confirmedAt } = levelsOf(incident).at(-1) ?? incident;
  return { status, sinceAt: startedAt, against: [], recent: '', flapping: false, lastResultAt: confirmedAt };
}
