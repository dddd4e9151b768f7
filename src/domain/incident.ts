import type { CheckResult, Reason } from './check-result.ts';
import { formatDuration } from './duration.ts';
import type { HealthChange } from './health.ts';

/** How bad it was from an instant on. Instants are epoch ms. */
export interface IncidentLevel {
  readonly status: 'degraded' | 'unhealthy';
  /** The first result of the run that confirmed it. */
  readonly startedAt: number;
  readonly confirmedAt: number;
}

/** From confirmed failure to confirmed recovery of one service. Instants are epoch ms. At most one is open per service. */
export interface Incident {
  /** Unique and ordered by time; made outside the domain. */
  readonly id: string;
  readonly service: string;
  /** The worst that was confirmed so far. */
  readonly status: 'degraded' | 'unhealthy';
  /** Of the result that confirmed that. */
  readonly reason: Reason;
  readonly message: string;
  /** The first failure of the confirmed run. */
  readonly startedAt: number;
  readonly confirmedAt: number;
  /** Every confirmed level in its order; absent in incidents of versions that did not keep them, which have one. */
  readonly levels?: readonly IncidentLevel[];
  /** The first success of the confirmed recovery. */
  readonly recoveredAt?: number;
  readonly closedAt?: number;
  /** `removed`: the service left the configuration while it failed. */
  readonly closedAs?: 'recovered' | 'removed';
  readonly acknowledged?: { readonly by: string; readonly at: number };
}

export const timelineKinds = [
  'first_failure',
  'deployed',
  'confirmed',
  'escalated',
  'improved',
  'firing',
  'reminder',
  'resolved',
  'not_sent',
  'delivered',
  'rejected',
  'acknowledged',
  'note',
  'recovered',
  'closed',
] as const;

/** One line of an incident's story. */
export interface TimelineEntry {
  readonly incidentId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly kind: (typeof timelineKinds)[number];
  /** A sentence for people, redacted. */
  readonly text: string;
  /** Who did it, where a person did. */
  readonly by?: string;
}

/** What a change of health makes of a service's incident. */
export interface IncidentTransition {
  /** Opened, changed or closed. */
  readonly incident: Incident;
  readonly timeline: readonly TimelineEntry[];
}

/** What caused a change: the result that confirmed it. */
export type IncidentCause = Pick<CheckResult, 'service' | 'reason' | 'message'>;

/** Folds a confirmed change of health into the open incident of its service; undefined where there is none and none begins. */
export function reduceIncident(
  incident: Incident | undefined,
  change: HealthChange,
  { cause, makeId }: { readonly cause: IncidentCause; readonly makeId: () => string },
): IncidentTransition | undefined {
  if (change.to === 'healthy' || change.to === 'unknown') return incident && recover(incident, change);
  return incident === undefined
    ? open(makeId(), change.to, { change, cause })
    : goOn(incident, change.to, { change, cause });
}

interface Confirmed {
  readonly change: HealthChange;
  readonly cause: IncidentCause;
}

function open(id: string, status: Incident['status'], { change, cause }: Confirmed): IncidentTransition {
  const { startedAt, confirmedAt } = change;
  const { service, reason, message } = cause;
  const levels = [levelAt(status, change)];
  const incident = { id, service, status, reason, message, startedAt, confirmedAt, levels };
  return {
    incident,
    timeline: [
      { incidentId: id, at: startedAt, kind: 'first_failure', text: `${service} began to fail` },
      { incidentId: id, at: confirmedAt, kind: 'confirmed', text: `confirmed ${status}: ${message}` },
    ],
  };
}

/** Worse than ever, worse again, or a little better: the incident stays open until the service is healthy. */
function goOn(incident: Incident, status: Incident['status'], { change, cause }: Confirmed): IncidentTransition {
  const { reason, message } = cause;
  const kind = status === 'unhealthy' ? 'escalated' : 'improved';
  const entry: TimelineEntry = {
    incidentId: incident.id,
    at: change.confirmedAt,
    kind,
    text: kind === 'escalated' ? `now unhealthy: ${message}` : `no longer down, still degraded: ${message}`,
  };
  const changed = { ...incident, levels: [...levelsOf(incident), levelAt(status, change)] };
  return {
    incident: kind === 'escalated' ? { ...changed, status, reason, message } : changed,
    timeline: [entry],
  };
}

/** The confirmed levels of an incident in their order: at least one. */
export function levelsOf({ levels, status, startedAt, confirmedAt }: Incident): readonly IncidentLevel[] {
  return levels ?? [{ status, startedAt, confirmedAt }];
}

function levelAt(status: IncidentLevel['status'], { startedAt, confirmedAt }: HealthChange): IncidentLevel {
  return { status, startedAt, confirmedAt };
}

function recover(incident: Incident, { startedAt, confirmedAt }: HealthChange): IncidentTransition {
  const lasted = formatDuration(Math.max(0, startedAt - incident.startedAt));
  const { id: incidentId } = incident;
  return {
    incident: { ...incident, recoveredAt: startedAt, closedAt: confirmedAt, closedAs: 'recovered' },
    timeline: [
      { incidentId, at: startedAt, kind: 'recovered', text: `first healthy result, after ${lasted}` },
      { incidentId, at: confirmedAt, kind: 'closed', text: 'the recovery is confirmed' },
    ],
  };
}

/** Closes the incident of a service that left the configuration while it failed. */
export function removeIncident(incident: Incident, at: number): IncidentTransition {
  return {
    incident: { ...incident, closedAt: at, closedAs: 'removed' },
    timeline: [
      { incidentId: incident.id, at, kind: 'closed', text: `${incident.service} was removed from the configuration` },
    ],
  };
}
