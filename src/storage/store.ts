import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../domain/alert.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Health } from '../domain/health.ts';
import type { Incident, TimelineEntry } from '../domain/incident.ts';
import type { MaintenanceWindow, Silence } from '../domain/silence.ts';
import type { Status } from '../domain/status.ts';

/** Everything that deciding about one service needs. */
export interface ServiceState {
  /** Absent before the first result. */
  readonly health?: Health;
  /** The open one. */
  readonly incident?: Incident;
  /** Open alerts of the service, and how each channel stands with them. */
  readonly alerts: readonly Alert[];
  readonly channels: readonly ChannelAlertState[];
  readonly paused: boolean;
}

/** What accepting one or more results came to: written whole or not at all, before anybody is told. */
export interface Commit {
  readonly results: readonly CheckResult[];
  readonly health: readonly { readonly service: string; readonly health: Health }[];
  readonly incidents: readonly Incident[];
  readonly timeline: readonly TimelineEntry[];
  readonly alerts: readonly Alert[];
  readonly channels: readonly ChannelAlertState[];
  readonly outbox: readonly OutboxItem[];
  readonly notSent: readonly NotSent[];
}

export interface ResultQuery {
  readonly service?: string;
  /** Epoch ms, inclusive. */
  readonly fromAt?: number;
  /** Epoch ms, exclusive. */
  readonly toAt?: number;
  readonly limit: number;
  /** Newest first unless `oldest`. */
  readonly order?: 'newest' | 'oldest';
}

/** A result as stored: what is kept of every run. Evidence is kept for failures only. */
export interface StoredResult {
  readonly service: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly status: Status;
  readonly reason: string;
  readonly responseTimeMs?: number;
  readonly statusCode?: number;
  readonly attempts: number;
  readonly phases?: Readonly<Record<string, number>>;
  readonly message?: string;
}

/** One hour or day of one service, mergeable. Counts of results, not of time. */
export interface Rollup {
  readonly service: string;
  readonly period: 'hour' | 'day';
  /** Epoch ms of its beginning, UTC. */
  readonly startsAt: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** A percentile sketch of the response times of answers, serialised. */
  readonly sketch: Uint8Array;
}

/** Thrown by a store that cannot write; probing and sending go on. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * What outlives a run. One process writes; several may read. Every write is one transaction. Rejects with StoreUnavailable
 * where the disk is full, read-only or broken. One contract suite holds every implementation to this.
 */
export interface Store {
  /**
   * All states in one read, by service name; services never seen are absent. Alerts that belong to no service (troubles
   * of svcmon itself) stand under the empty name.
   */
  loadStates(): Promise<ReadonlyMap<string, ServiceState>>;
  /**
   * Durable when it resolves. A result of the same service and start twice does nothing. Health by service, incidents,
   * alerts and outbox items by id or dedupKey, and channels by both their names replace what is stored; but no commit
   * takes back an acknowledgement. Timeline entries and reasons not to send are added.
   */
  commit(commit: Commit): Promise<void>;

  /** Pending messages, oldest first within each channel. */
  pendingOutbox(): Promise<readonly OutboxItem[]>;
  outboxHistory(query: { readonly channel?: string; readonly limit: number }): Promise<readonly OutboxItem[]>;
  notSent(query: { readonly service?: string; readonly incidentId?: string; readonly limit: number }): Promise<readonly NotSent[]>;

  incidents(query: { readonly service?: string; readonly open?: boolean; readonly limit: number }): Promise<readonly Incident[]>;
  incident(id: string): Promise<{ readonly incident: Incident; readonly timeline: readonly TimelineEntry[] } | undefined>;
  acknowledge(id: string, by: string, at: number): Promise<'done' | 'not_found' | 'closed'>;
  addNote(id: string, note: { readonly text: string; readonly by: string; readonly at: number }): Promise<'done' | 'not_found'>;

  results(query: ResultQuery): Promise<readonly StoredResult[]>;
  /** The last failures of a service with their evidence, newest first. */
  failures(service: string, limit: number): Promise<readonly CheckResult[]>;
  rollups(query: { readonly service: string; readonly period: Rollup['period']; readonly fromAt: number; readonly toAt: number }): Promise<readonly Rollup[]>;

  silences(now: number): Promise<readonly Silence[]>;
  saveSilence(silence: Silence): Promise<void>;
  endSilence(id: string, at: number): Promise<'done' | 'not_found'>;
  maintenance(range: { readonly fromAt: number; readonly toAt: number }): Promise<readonly MaintenanceWindow[]>;
  saveMaintenance(window: MaintenanceWindow): Promise<void>;
  setPaused(service: string, paused: boolean, at: number): Promise<void>;
  /** The names of the services that are paused at present. */
  pausedServices(): Promise<readonly string[]>;

  /** Rolls up what is complete and removes what retention no longer keeps, in chunks; resolves whether more is to do. */
  maintain(now: number): Promise<{ readonly more: boolean }>;
  /** Releases the file and the lock; safe to call twice. */
  close(): Promise<void>;
}
