import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../domain/alert.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Health } from '../domain/health.ts';
import type { Incident, TimelineEntry } from '../domain/incident.ts';
import type { Phases } from '../domain/observation.ts';
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

/** A result as stored: what is kept of every run. Times in ms, to a hundredth. */
export interface StoredResult {
  readonly service: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly status: Status;
  readonly reason: string;
  /** Of the last attempt, where it was answered. */
  readonly responseTimeMs?: number;
  readonly statusCode?: number;
  readonly attempts: number;
  readonly phases?: Phases;
  /** At most 300 code points; absent where the reason is `ok`. */
  readonly message?: string;
}

/** One hour or day of one service with every result stored so far, mergeable. Counts of results, not of time. */
export interface Rollup {
  readonly service: string;
  readonly period: 'hour' | 'day';
  /** Epoch ms of its beginning, UTC. */
  readonly startsAt: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** A percentile sketch of the response times of answers, for `decodeSketch`. */
  readonly sketch: Uint8Array;
}

export interface RollupQuery {
  readonly service?: string;
  readonly period: Rollup['period'];
  /** Epoch ms, inclusive. */
  readonly fromAt: number;
  /** Epoch ms, exclusive. */
  readonly toAt: number;
}

/** What keeps a store from working: see `StoreUnavailable`. */
export const storeTroubles = {
  full: 'the disk is full',
  read_only: 'the file or its disk is read-only',
  broken: 'the disk reports errors',
  corrupt: 'the file is damaged; it is set aside when the store is opened again',
  busy: 'another process holds the file for too long',
} as const;
export type StoreTrouble = keyof typeof storeTroubles;

/** Thrown by a store that cannot read or write at present; probing and sending go on. Nothing of the attempt was stored. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly trouble: StoreTrouble;

  constructor(
    message: string,
    { trouble = 'broken', cause }: { readonly trouble?: StoreTrouble; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.trouble = trouble;
  }
}

/**
 * What outlives a run. One process writes; several may read. Every write is one transaction. Rejects with StoreUnavailable
 * where the disk is full, read-only or broken. One contract suite holds every implementation to this.
 */
export interface Store {
  /**
   * All states in one read, by service name; services never seen are absent. An alert is open until it is resolved and no
   * channel is owed anything about it. Alerts that belong to no service (troubles
   * of svcmon itself) stand under the empty name.
   */
  loadStates(): Promise<ReadonlyMap<string, ServiceState>>;
  /**
   * Durable when it resolves: against the end of the process always, against a power failure where the commit holds more
   * than results and health. A result of the same service and start twice does nothing. Health by service, incidents,
   * alerts and outbox items by id or dedupKey, and channels by both their names replace what is stored; but no commit
   * takes back an acknowledgement. Timeline entries and reasons not to send are added.
   */
  commit(commit: Commit): Promise<void>;

  /** Pending messages, oldest first within each channel. */
  pendingOutbox(): Promise<readonly OutboxItem[]>;
  /** All messages, pending ones too, newest first. */
  outboxHistory(query: { readonly channel?: string; readonly limit: number }): Promise<readonly OutboxItem[]>;
  /** Newest first. */
  notSent(query: {
    readonly service?: string;
    readonly incidentId?: string;
    readonly limit: number;
  }): Promise<readonly NotSent[]>;

  /** Newest first; of every state unless `open` says which. */
  incidents(query: {
    readonly service?: string;
    readonly open?: boolean;
    readonly limit: number;
  }): Promise<readonly Incident[]>;
  /** With its whole story, oldest first. */
  incident(
    id: string,
  ): Promise<{ readonly incident: Incident; readonly timeline: readonly TimelineEntry[] } | undefined>;
  /** Also tells it in the timeline. The first to acknowledge stays. */
  acknowledge(id: string, by: string, at: number): Promise<'done' | 'not_found' | 'closed'>;
  addNote(
    id: string,
    note: { readonly text: string; readonly by: string; readonly at: number },
  ): Promise<'done' | 'not_found'>;

  results(query: ResultQuery): Promise<readonly StoredResult[]>;
  /**
   * The last results that were not healthy, in full with their evidence, newest first; at least ten are kept. Bodies and
   * headers are those of the evidence: the observation's own are not stored, since they are not redacted.
   */
  failures(service: string, limit: number): Promise<readonly CheckResult[]>;
  /** The same of other results, healthy or unknown; of those at most one in five minutes is kept in full, at least five. */
  samples(service: string, limit: number): Promise<readonly CheckResult[]>;
  /** By service and beginning, for `fromAt <= startsAt < toAt`; of all services where none is named. Empty ones are absent. */
  rollups(query: RollupQuery): Promise<readonly Rollup[]>;

  /** Those that have not ended by then, by their beginning. */
  silences(now: number): Promise<readonly Silence[]>;
  saveSilence(silence: Silence): Promise<void>;
  /** A silence that has ended already stays as it is. */
  endSilence(id: string, at: number): Promise<'done' | 'not_found'>;
  /** Windows that share an instant with the range, cancelled ones too, by their beginning. */
  maintenance(range: { readonly fromAt: number; readonly toAt: number }): Promise<readonly MaintenanceWindow[]>;
  saveMaintenance(window: MaintenanceWindow): Promise<void>;
  setPaused(service: string, paused: boolean, at: number): Promise<void>;
  /** The names of the services that are paused at present. */
  pausedServices(): Promise<readonly string[]>;

  /**
   * Rolls up what is complete and removes what retention no longer keeps, in chunks; resolves whether more is to do. Rejects
   * with StoreUnavailable too while what was committed cannot be written back into the file: it is safe, but takes up more
   * and more room.
   */
  maintain(now: number): Promise<{ readonly more: boolean }>;
  /** Releases the file and the lock; safe to call twice. */
  close(): Promise<void>;
}
