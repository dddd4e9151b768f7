import type { Alert, ChannelAlertState } from '../domain/alert.ts';
import type { ServiceState } from '../storage/store.ts';
import type { CommitPart } from './unsaved.ts';

/** The name under which the alerts that belong to no service stand. */
export const ownName = '';

const nothingKnown: ServiceState = { alerts: [], channels: [], paused: false };

/** The states of all services in memory: what the store will hold once everything is stored. */
export class ServiceStates {
  readonly #states: Map<string, ServiceState>;
  readonly #serviceOfAlert = new Map<string, string>();
  readonly #withAlerts = new Set<string>();

  constructor(loaded: ReadonlyMap<string, ServiceState>) {
    this.#states = new Map();
    for (const [service, state] of loaded) {
      // Alerts that are over are the outbox's business alone.
      const alerts = state.alerts.filter(({ resolvedAt }) => resolvedAt === undefined);
      const keys = new Set(alerts.map(({ dedupKey }) => dedupKey));
      this.#set(service, { ...state, alerts, channels: state.channels.filter(({ dedupKey }) => keys.has(dedupKey)) });
      for (const key of keys) this.#serviceOfAlert.set(key, service);
    }
  }

  of(service: string): ServiceState {
    return this.#states.get(service) ?? nothingKnown;
  }

  names(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** The services that have open alerts. */
  withAlerts(): readonly string[] {
    return [...this.#withAlerts];
  }

  /** How a channel stands with an open alert. */
  channelState(dedupKey: string, channel: string): ChannelAlertState | undefined {
    const service = this.#serviceOfAlert.get(dedupKey);
    if (service === undefined) return undefined;
    return this.of(service).channels.find((state) => state.dedupKey === dedupKey && state.channel === channel);
  }

  /** The open alerts that a channel was told of. */
  toldTo(channel: string): readonly Alert[] {
    return this.withAlerts().flatMap((service) => {
      const { alerts, channels } = this.of(service);
      const told = channels.filter((state) => state.channel === channel && isTold(state));
      return alerts.filter(({ dedupKey }) => told.some((state) => state.dedupKey === dedupKey));
    });
  }

  forget(service: string): void {
    for (const { dedupKey } of this.of(service).alerts) this.#serviceOfAlert.delete(dedupKey);
    this.#withAlerts.delete(service);
    this.#states.delete(service);
  }

  apply({ health = [], incidents = [], alerts = [], channels = [] }: CommitPart): void {
    for (const { service, health: next } of health) this.#set(service, { ...this.of(service), health: next });
    for (const incident of incidents) {
      const { incident: _, ...rest } = this.of(incident.service);
      this.#set(incident.service, incident.closedAt === undefined ? { ...rest, incident } : rest);
    }
    for (const alert of alerts) this.#applyAlert(alert);
    for (const state of channels) this.#applyChannel(state);
  }

  #applyAlert(alert: Alert): void {
    const { service = ownName, dedupKey } = alert;
    const state = this.of(service);
    const others = state.alerts.filter((one) => one.dedupKey !== dedupKey);
    if (alert.resolvedAt === undefined) {
      this.#serviceOfAlert.set(dedupKey, service);
      this.#set(service, { ...state, alerts: [...others, alert] });
    } else {
      this.#serviceOfAlert.delete(dedupKey);
      const channels = state.channels.filter((one) => one.dedupKey !== dedupKey);
      this.#set(service, { ...state, alerts: others, channels });
    }
  }

  #applyChannel(next: ChannelAlertState): void {
    const service = this.#serviceOfAlert.get(next.dedupKey);
    if (service === undefined) return;
    const state = this.of(service);
    const others = state.channels.filter((one) => one.dedupKey !== next.dedupKey || one.channel !== next.channel);
    this.#set(service, { ...state, channels: [...others, next] });
  }

  #set(service: string, state: ServiceState): void {
    this.#states.set(service, state);
    if (state.alerts.length > 0) this.#withAlerts.add(service);
    else this.#withAlerts.delete(service);
  }
}

function isTold({ state }: ChannelAlertState): boolean {
  return state === 'firing' || state === 'reminder_pending';
}
