import type { Alert } from './alert.ts';
import { type Condition, conditionsOf } from './alert-condition.ts';
import { type AlertTransition, reduceAlerts } from './alert-lifecycle.ts';
import type { CheckResult } from './check-result.ts';
import { type Health, type HealthChange, type HealthPolicy, reduceHealth } from './health.ts';
import { type Incident, reduceIncident, type TimelineEntry } from './incident.ts';

/** What is known of a service before a result. */
export interface Known {
  readonly health?: Health;
  readonly incident?: Incident;
  readonly alerts: readonly Alert[];
}

/** What a result changes, apart from who is to be told. */
export interface Decision {
  readonly health: Health;
  readonly change?: HealthChange;
  /** Opened, changed or closed. */
  readonly incident?: Incident;
  readonly timeline: readonly TimelineEntry[];
  readonly alerts: AlertTransition;
}

export interface DecideParts {
  readonly policy: HealthPolicy;
  readonly certificateStagesMs: readonly number[];
  readonly makeId: () => string;
}

/** Folds one result into what is known of its service. */
export function decide(known: Known, result: CheckResult, parts: DecideParts): Decision {
  const { health, change } = reduceHealth(known.health, result, parts.policy);
  if (isUneventful(known, health, result)) return { health, timeline: [], alerts: noAlerts };
  const transition = change && reduceIncident(known.incident, change, { cause: result, makeId: parts.makeId });
  const incident = transition?.incident ?? known.incident;
  const conditions = conditionsOf({ result, health, certificateStagesMs: parts.certificateStagesMs });
  return {
    health,
    ...(change && { change }),
    ...(transition && { incident: transition.incident }),
    timeline: transition?.timeline ?? [],
    alerts: reduceAlerts(known.alerts, conditions, {
      service: result.service,
      ...(incident && { incidentId: incident.id }),
    }),
  };
}

const noAlerts: AlertTransition = { open: [], ended: [] };

/** Healthy and nothing else, as nearly always. */
function isUneventful({ health, alerts }: Known, next: Health, { status }: CheckResult): boolean {
  return status === 'healthy' && health?.status === 'healthy' && alerts.length === 0 && !next.flapping;
}

/** Whether the alerts of svcmon itself change when it is told of a trouble, or of its end. */
export function decideOwn(alerts: readonly Alert[], condition: Condition): AlertTransition {
  return reduceAlerts(alerts, [condition], {});
}
