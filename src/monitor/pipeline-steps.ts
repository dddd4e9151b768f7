import type { Alert, OutboxItem } from '../domain/alert.ts';
import { endAlert } from '../domain/alert-lifecycle.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import { decide } from '../domain/decide.ts';
import { releasesBefore } from '../domain/deployment-trace.ts';
import { removeIncident } from '../domain/incident.ts';
import type { AlertPolicy, ServicePolicy } from '../domain/service-policy.ts';
import type { StartTimer } from '../resilience/timer.ts';
import type { Changes } from './changes.ts';
import type { Publish } from './events.ts';
import type { Ledger } from './ledger.ts';
import { ownName } from './service-states.ts';
import type { Surroundings } from './surroundings.ts';
import { type TellingParts, tellEnd } from './telling.ts';

/** What the pipeline is joined to. */
export interface PipelineParts {
  readonly ledger: Ledger;
  /** Undefined where the service is not configured (any more): its results are let go. */
  policyOf(service: string): ServicePolicy | undefined;
  /** The names of the services that depend on one directly. */
  dependentsOf(service: string): readonly string[];
  alertPolicy(): AlertPolicy;
  surroundings(): Surroundings;
  /** Whether our own network is down. */
  isOffline(): boolean;
  /** Takes what may be sent now: it is stored, or cannot be stored. */
  deliver(items: readonly OutboxItem[]): void;
  readonly publish: Publish;
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  readonly makeId: () => string;
}

/** One of the things that a call of the pipeline does. */
export interface Step extends PipelineParts {
  readonly changes: Changes;
}

/** One result into everything that follows from it, but for whom to tell of what is open. */
export function fold(result: CheckResult, policy: ServicePolicy, step: Step): void {
  const { ledger, changes, makeId } = step;
  const { certificateStagesMs } = step.alertPolicy();
  const { service } = result;
  const decision = decide(ledger.states.of(service), result, { policy, certificateStagesMs, makeId });
  const { health, change, incident, timeline, alerts } = decision;
  const begins = incident !== undefined && timeline.some(({ kind }) => kind === 'first_failure');
  const { deployments } = step.surroundings();
  const { dependsOn = [] } = policy;
  const releases = begins ? releasesBefore(incident, { deployments, dependsOn }) : [];
  changes.apply({
    results: [result],
    health: [{ service, health }],
    incidents: incident === undefined ? [] : [incident],
    timeline: [...timeline, ...releases],
    alerts: alerts.open,
  });
  end(alerts.ended, step);
  if (change !== undefined) changes.tell({ kind: 'health_changed', service, change, message: result.message });
}

/** Ends alerts while the ledger still knows who was told of them. */
export function end(alerts: readonly Alert[], step: Step): void {
  if (alerts.length === 0) return;
  const telling = tellingParts(step);
  for (const alert of alerts) step.changes.apply(tellEnd(alert, telling));
}

/** What a removed service leaves open is closed; should it come back, nothing is known of it. */
export function remove(service: string, step: Step): void {
  const { ledger, changes, clock } = step;
  const { incident, alerts, health } = ledger.states.of(service);
  const nowAt = clock.now();
  end(
    alerts.map((alert) => endAlert(alert, { endedAt: nowAt, ended: 'removed' })),
    step,
  );
  if (incident !== undefined) {
    const removed = removeIncident(incident, nowAt);
    changes.apply({ incidents: [removed.incident], timeline: removed.timeline });
  }
  if (health !== undefined && health.status !== 'unknown') {
    const { lastResultAt } = health;
    const forgotten = {
      status: 'unknown',
      sinceAt: nowAt,
      against: [],
      recent: '',
      flapping: false,
      lastResultAt,
    } as const;
    changes.apply({ health: [{ service, health: forgotten }] });
  }
  ledger.states.forget(service);
}

/** Troubles of svcmon itself that an earlier process raised and that are over. */
export function outlived({ ledger, isOffline, clock }: PipelineParts): readonly Alert[] {
  const isOver = ({ rule }: Alert) => (rule === 'storage' ? ledger.isAvailable() : !isOffline());
  const over = ledger.states.of(ownName).alerts.filter(isOver);
  return over.map((alert) => endAlert(alert, { endedAt: clock.now(), ended: 'recovered' }));
}

/** What telling needs to know at this moment. */
export function tellingParts(parts: PipelineParts): TellingParts {
  const { ledger, policyOf, dependentsOf, clock, makeId } = parts;
  return {
    ledger,
    policyOf,
    dependentsOf,
    alertPolicy: parts.alertPolicy(),
    surroundings: parts.surroundings(),
    offline: parts.isOffline(),
    nowAt: clock.now(),
    makeId,
  };
}
