import type { Alert, NotSent } from '../domain/alert.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { HealthChange } from '../domain/health.ts';
import type { Incident } from '../domain/incident.ts';

/** What the monitor tells of, after it was stored (or could not be). Texts are redacted. */
export type MonitorEvent =
  | { readonly kind: 'result'; readonly result: CheckResult }
  | {
      readonly kind: 'health_changed';
      readonly service: string;
      readonly change: HealthChange;
      readonly message: string;
    }
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'not_sent'; readonly notSent: NotSent }
  | {
      readonly kind: 'delivery';
      readonly channel: string;
      readonly outcome: 'delivered' | 'retry' | 'rejected' | 'dropped';
      /** Of the alerts the message was about. */
      readonly dedupKeys: readonly string[];
      /** What the receiver said, or why it failed. */
      readonly text: string;
    }
  /** As it stands from now on: recorded, watched, judged, rolled back, or its rollback told. */
  | { readonly kind: 'deployment'; readonly deployment: Deployment }
  | { readonly kind: 'storage'; readonly state: 'unavailable' | 'available'; readonly error?: unknown }
  | { readonly kind: 'network'; readonly state: 'offline' | 'online' };

/** Tells every listener; never throws. */
export type Publish = (event: MonitorEvent) => void;

export interface Events {
  readonly publish: Publish;
  /** Calls back for every event from now on; what it returns ends that. */
  subscribe(listener: Publish): () => void;
}

/** A list of listeners that can't answer back: what one of them throws goes to `onDefect`, and the others are told all the same. */
export function createEvents({ onDefect }: { readonly onDefect: (error: unknown) => void }): Events {
  const listeners = new Set<Publish>();
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          onDefect(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
