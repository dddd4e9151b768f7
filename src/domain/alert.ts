import type { AlertRule } from './alert-rule.ts';
import type { Severity } from './check-result.ts';
import type { NotifiedService } from './notification.ts';
import type { ReportMessage } from './report-message.ts';

/** An incident, or another trouble, seen through one rule. Open from firing to resolved. */
export interface Alert {
  /** The same on every message about it and never used again: `unhealthy/checkout/2026-11-21T19:36:00.250Z`. */
  readonly dedupKey: string;
  readonly rule: AlertRule;
  readonly severity: Severity;
  /** Which of several alerts of this rule about the same service, where a rule has several. */
  readonly part?: string;
  /** Absent for troubles of svcmon itself. */
  readonly service?: string;
  readonly incidentId?: string;
  /** Epoch ms of when it began: the incident's first failure. */
  readonly startedAt: number;
  /** Epoch ms of when it truly ended: the first success. Open without it. */
  readonly resolvedAt?: number;
  /** What a message about it says; kept current while it is open. */
  readonly about: NotifiedService;
  /** Why its opening message is held back at present. */
  readonly held?: GateReason;
  /** How far it has come, where a rule has stages: for `certificate` the threshold reached, ms before the expiry. */
  readonly stage?: number;
}

/** How one channel stands with one alert; by both names unique. `resolved` is owed to exactly the channels whose `firing` was accepted. */
export interface ChannelAlertState {
  readonly dedupKey: string;
  readonly channel: string;
  readonly state: 'firing_pending' | 'firing' | 'reminder_pending' | 'resolved_pending' | 'resolved' | 'rejected';
  /** Epoch ms of the last accepted firing or reminder: when the next reminder is due counts from here. */
  readonly lastToldAt?: number;
  /** The stage of the alert that the last message was made for. */
  readonly stage?: number;
  /** Epoch ms of when it was first owed the opening. */
  readonly owedAt?: number;
  /** It was told, or is about to be, that somebody has acknowledged the incident. */
  readonly acknowledged?: true;
}

/** Why a message was not sent: one of a closed list, stored and shown by `svcmon alerts explain`. */
export const gateReasons = {
  parent_down: 'a service it depends on is down',
  maintenance: 'a maintenance window is open',
  silenced: 'a silence matches',
  acknowledged: 'somebody has acknowledged it',
  flapping: 'the service is flapping',
  paused: 'the service is paused',
  monitor_offline: 'our own network is down',
  no_route: 'no route leads it to a channel',
  not_asked_for: 'this rule is not turned on',
  never_told: 'this channel was never told that it fired',
  queue_full: 'the channel has been out of reach for too long: older messages were dropped',
} as const;
export type GateReason = keyof typeof gateReasons;

/** A decision not to send. */
export interface NotSent {
  readonly at: number;
  readonly dedupKey: string;
  readonly incidentId?: string;
  readonly service?: string;
  /** Absent when it concerns every channel. */
  readonly channel?: string;
  readonly reason: GateReason;
  /** With the particulars: `suppressed: orders-db is down`. */
  readonly text: string;
}

export const outboxKinds = ['firing', 'reminder', 'acknowledged', 'resolved', 'test', 'report'] as const;

/**
 * What one channel is owed about one alert; a row of the outbox, written in the transaction of the change that causes it.
 * Rows of the same kind that are pending together are sent as one message.
 */
export interface OutboxItem {
  /** Unique and ordered by time within its channel. */
  readonly id: string;
  readonly channel: string;
  readonly kind: (typeof outboxKinds)[number];
  /** Of the alert it tells of. */
  readonly dedupKey: string;
  readonly incidentId?: string;
  /** What the message says of it. */
  readonly about: NotifiedService;
  /** What it tells of instead of an alert; present where the kind is `report`, which is told by itself. */
  readonly report?: ReportMessage;
  readonly createdAt: number;
  /** Not to be sent before this, epoch ms: group_wait, backoff, Retry-After. */
  readonly notBeforeAt: number;
  readonly attempts: number;
  /** `replaced`: a newer message says everything that this one would have. `dropped`: the queue was full. */
  readonly state: 'pending' | 'delivered' | 'rejected' | 'replaced' | 'dropped';
  /** Why the last attempt failed, redacted. */
  readonly lastError?: string;
  readonly settledAt?: number;
}
