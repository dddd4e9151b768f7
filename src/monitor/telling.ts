import type { Alert } from '../domain/alert.ts';
import { owedOnceAcknowledged } from '../domain/alert-acknowledgement.ts';
import type { GateView } from '../domain/alert-gate.ts';
import { type Dependencies, isFailing } from '../domain/dependency.ts';
import { type Owed, owedAtEnd, owedWhileOpen } from '../domain/owed.ts';
import { destinationsOf } from '../domain/routes.ts';
import type { AlertPolicy, ServicePolicy } from '../domain/service-policy.ts';
import type { Ledger } from './ledger.ts';
import { ownName } from './service-states.ts';
import type { Surroundings } from './surroundings.ts';

export interface TellingParts {
  readonly ledger: Pick<Ledger, 'states' | 'told'>;
  readonly alertPolicy: AlertPolicy;
  policyOf(service: string): ServicePolicy | undefined;
  /** The names of the services that depend on one directly. */
  dependentsOf(service: string): readonly string[];
  readonly surroundings: Surroundings;
  readonly offline: boolean;
  readonly nowAt: number;
  readonly makeId: () => string;
}

/** What is owed at present for the open alerts of a service (or of svcmon itself, under the empty name). */
export function tellOpen(service: string, parts: TellingParts): readonly Owed[] {
  const { alerts, channels } = parts.ledger.states.of(service);
  const { nowAt, makeId } = parts;
  return alerts.flatMap((alert) => {
    const own = { channels: channels.filter(({ dedupKey }) => dedupKey === alert.dedupKey), nowAt, makeId };
    const view = viewOf(alert, parts);
    const owed = owedWhileOpen(alert, { ...own, view, toldAgoMs: parts.ledger.told.agoMs });
    const messages = alert.rule === 'unhealthy' && owed.outbox.length > 0 ? withAffected(owed, service, parts) : owed;
    const acknowledged = view.incident?.acknowledged;
    if (acknowledged === undefined) return [messages];
    const { acknowledging } = parts.alertPolicy;
    return [messages, owedOnceAcknowledged(alert, { ...own, acknowledged, acknowledging })];
  });
}

/** Names the services whose own alerts wait for this one. */
function withAffected(owed: Owed, service: string, { ledger, dependentsOf }: TellingParts): Owed {
  const affects = dependentsOf(service).filter((name) => isFailing(ledger.states.of(name).health));
  if (affects.length === 0) return owed;
  return { ...owed, outbox: owed.outbox.map((item) => ({ ...item, about: { ...item.about, affects } })) };
}

/** What is owed for an alert that has just ended and is still in the ledger. */
export function tellEnd(alert: Alert, parts: TellingParts): Owed {
  const { channels } = parts.ledger.states.of(alert.service ?? ownName);
  const destinations = destinationsFor(alert, parts);
  return owedAtEnd(alert, {
    channels: channels.filter(({ dedupKey }) => dedupKey === alert.dedupKey),
    groupWaitMs: (channel) => destinations.find((one) => one.channel === channel)?.groupWaitMs ?? 0,
    nowAt: parts.nowAt,
    makeId: parts.makeId,
  });
}

function viewOf(alert: Alert, parts: TellingParts): GateView {
  const { surroundings, offline, nowAt, alertPolicy, ledger } = parts;
  const service = alert.service === undefined ? undefined : parts.policyOf(alert.service);
  const { health, incident } = ledger.states.of(alert.service ?? ownName);
  const acknowledged = incident && (surroundings.acknowledged.get(incident.id) ?? incident.acknowledged);
  return {
    alert,
    ...(service && { service }),
    ...(health && { health }),
    ...(incident && { incident: { ...incident, ...(acknowledged && { acknowledged }) } }),
    paused: alert.service !== undefined && surroundings.paused.has(alert.service),
    destinations: destinationsFor(alert, parts),
    turnedOn: alertPolicy.turnedOn,
    silences: surroundings.silences,
    maintenance: surroundings.maintenance,
    offline,
    dependencies: dependenciesOf(parts),
    nowAt,
  };
}

/** An alert of a service that is no longer configured goes nowhere new. */
function destinationsFor({ service: name, severity }: Alert, { alertPolicy, policyOf }: TellingParts) {
  if (name === undefined) return destinationsOf(alertPolicy.routes, { severity });
  const service = policyOf(name);
  return service === undefined ? [] : destinationsOf(alertPolicy.routes, { service, severity });
}

function dependenciesOf({ policyOf, ledger }: TellingParts): Dependencies {
  return {
    dependsOn: (name) => policyOf(name)?.dependsOn ?? [],
    healthOf: (name) => ledger.states.of(name).health,
  };
}
