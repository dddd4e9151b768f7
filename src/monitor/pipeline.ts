import type { Alert, OutboxItem } from '../domain/alert.ts';
import { endAlert } from '../domain/alert-lifecycle.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import { decide, decideOwn } from '../domain/decide.ts';
import { removeIncident } from '../domain/incident.ts';
import type { AlertPolicy, ServicePolicy } from '../domain/service-policy.ts';
import { type Changes, createChanges } from './changes.ts';
import type { Publish } from './events.ts';
import type { Ledger } from './ledger.ts';
import { type OwnTrouble, ownConditionOf, storageTrouble } from './own-trouble.ts';
import { createRepetitionFilter } from './repetition.ts';
import { ownName } from './service-states.ts';
import type { Surroundings } from './surroundings.ts';
import { type TellingParts, tellEnd, tellOpen } from './telling.ts';

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
  readonly makeId: () => string;
}

/** The one way in for every result, local or remote. Nothing here rejects. */
export interface Pipeline {
  /** Decides at once, in the given order; resolves when it is stored (or could not be) and told. The same service and start twice does nothing. */
  accept(results: readonly CheckResult[]): Promise<void>;
  /** Asks again what is owed for every open alert: gates may have opened, reminders be due, channels have been added. */
  review(): Promise<void>;
  /** Closes what is open of services that are not among these. */
  retain(services: ReadonlySet<string>): Promise<void>;
  /** A trouble of svcmon itself begins, or goes on. */
  raise(trouble: OwnTrouble): Promise<void>;
  /** It has ended. */
  clear(rule: OwnTrouble['rule']): Promise<void>;
}

/** Joins the decisions to the ledger, the delivery and whoever listens: decide, write, tell. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { ledger, clock } = parts;
  const isRepeated = createRepetitionFilter(ledger.states);

  /** Looks who is to be told, then writes it all, then tells. */
  const conclude = async (services: Iterable<string>, changes: Changes): Promise<void> => {
    const telling = tellingParts(parts);
    for (const service of services) for (const owed of tellOpen(service, telling)) changes.apply(owed);
    if (changes.events.length > 0 || changes.items.length > 0) await ledger.saved();
    parts.deliver(changes.items);
    for (const event of changes.events) parts.publish(event);
  };

  const pipeline: Pipeline = {
    async accept(results) {
      const changes = createChanges(ledger);
      const touched = new Set<string>();
      for (const result of results) {
        const policy = parts.policyOf(result.service);
        if (policy === undefined || isRepeated(result)) continue;
        fold(result, policy, { ...parts, changes });
        touched.add(result.service);
      }
      await conclude(touched, changes);
    },
    async review() {
      const changes = createChanges(ledger);
      const services = ledger.states.withAlerts();
      changes.apply({ channels: ledger.told.relabel(services.flatMap((name) => ledger.states.of(name).channels)) });
      end(outlived(parts), { ...parts, changes });
      await conclude(services, changes);
    },
    async retain(services) {
      const changes = createChanges(ledger);
      for (const name of ledger.states.names()) {
        if (name !== ownName && !services.has(name)) remove(name, { ...parts, changes });
      }
      await conclude([], changes);
    },
    async raise(trouble) {
      const changes = createChanges(ledger);
      const { alerts } = ledger.states.of(ownName);
      changes.apply({ alerts: decideOwn(alerts, ownConditionOf(trouble, clock.now())).open });
      await conclude([ownName], changes);
    },
    async clear(rule) {
      const changes = createChanges(ledger);
      const { alerts } = ledger.states.of(ownName);
      const { ended } = decideOwn(alerts, { rule, holds: false, endedAt: clock.now() });
      end(ended, { ...parts, changes });
      await conclude([ownName], changes);
    },
  };
  watchStore(parts, pipeline);
  return pipeline;
}

interface Step extends PipelineParts {
  readonly changes: Changes;
}

/** One result into everything that follows from it, but for whom to tell of what is open. */
function fold(result: CheckResult, policy: ServicePolicy, step: Step): void {
  const { ledger, changes, makeId } = step;
  const { certificateStagesMs } = step.alertPolicy();
  const { service } = result;
  const decision = decide(ledger.states.of(service), result, { policy, certificateStagesMs, makeId });
  const { health, change, incident, timeline, alerts } = decision;
  changes.apply({
    results: [result],
    health: [{ service, health }],
    incidents: incident === undefined ? [] : [incident],
    timeline,
    alerts: alerts.open,
  });
  end(alerts.ended, step);
  if (change !== undefined) changes.tell({ kind: 'health_changed', service, change, message: result.message });
}

/** Ends alerts while the ledger still knows who was told of them. */
function end(alerts: readonly Alert[], step: Step): void {
  if (alerts.length === 0) return;
  const telling = tellingParts(step);
  for (const alert of alerts) step.changes.apply(tellEnd(alert, telling));
}

/** What a removed service leaves open is closed; should it come back, nothing is known of it. */
function remove(service: string, step: Step): void {
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
function outlived({ ledger, isOffline, clock }: PipelineParts): readonly Alert[] {
  const isOver = ({ rule }: Alert) => (rule === 'storage' ? ledger.isAvailable() : !isOffline());
  const over = ledger.states.of(ownName).alerts.filter(isOver);
  return over.map((alert) => endAlert(alert, { endedAt: clock.now(), ended: 'recovered' }));
}

function tellingParts(parts: PipelineParts): TellingParts {
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

// A file that was busy for once is no reason to wake anybody.
const attemptsBeforeAlert = 2;

/** One alert about a store that stays unavailable; it goes out all the same, since what is to be sent is also in memory. */
function watchStore({ ledger, publish }: PipelineParts, { raise, clear }: Pipeline): void {
  let alerted = false;
  ledger.watch((availability) => {
    if (availability.state === 'available') {
      publish({ kind: 'storage', state: 'available' });
      if (alerted) void clear('storage');
      alerted = false;
      return;
    }
    const { error, attempts } = availability;
    if (attempts === 1) publish({ kind: 'storage', state: 'unavailable', error });
    if (attempts < attemptsBeforeAlert || alerted) return;
    alerted = true;
    void raise(storageTrouble(error));
  });
}
