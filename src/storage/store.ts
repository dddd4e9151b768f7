import type { AccessToken, AuditEntry } from '../domain/access.ts';
import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../domain/alert.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { CheckTally } from '../domain/check-tally.ts';
import type { Deployment, DeploymentStatus } from '../domain/deployment.ts';
import type { Health } from '../domain/health.ts';
import type { Heartbeat } from '../domain/heartbeat.ts';
import type { Incident, TimelineEntry } from '../domain/incident.ts';
import type { Listening } from '../domain/listening.ts';
import type { Phases } from '../domain/observation.ts';
import type { MaintenanceWindow, Silence } from '../domain/silence.ts';
import type { Status } from '../domain/status.ts';
import type { Track } from '../domain/track.ts';

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
  /** What is known of services that call us; without a heartbeat, what was known is removed. */
  readonly heartbeats?: readonly { readonly service: string; readonly heartbeat?: Heartbeat }[];
  /** All of it, in place of what is stored. */
  readonly listening?: Listening;
  readonly reportMarks?: readonly ReportMark[];
}

/** Up to when the reports of a schedule are made, epoch ms. */
export interface ReportMark {
  readonly schedule: string;
  readonly madeAt: number;
}

/** What is stored of the services that call us. */
export interface StoredCalls {
  readonly heartbeats: ReadonlyMap<string, Heartbeat>;
  readonly listening: Listening;
}

export interface AuditQuery {
  readonly limit: number;
  readonly offset?: number;
  /** Only older ones than this. */
  readonly beforeId?: number;
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
  /** Of the service at that time. */
  readonly intervalMs: number;
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
  /** By reason how many were not `ok`; those from before version 3 of the schema are missing where the results were gone by then. */
  readonly reasons: Readonly<Record<string, number>>;
  /**
   * A percentile sketch of the response times of successful checks, healthy or degraded, for `readSketch`; of all answers
   * in roll-ups from before version 3 whose results were gone by then.
   */
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

/** A stretch of time of one or all services: fromAt <= instant < toAt, epoch ms. */
export interface SpanQuery {
  readonly service?: string;
  readonly fromAt: number;
  readonly toAt: number;
}

/** What the results of a service say over time. */
export interface ServiceTrack {
  readonly service: string;
  readonly track: Track;
}

/** What was counted over a stretch of time. */
export interface StoredTally extends CheckTally {
  /** By reason how many were not `ok`, in the order of their names. */
  readonly reasons: Readonly<Record<string, number>>;
  /**
   * By how much at most the stretch is not the one that was asked for, ms; 0 where it is. Where results, or hours, are kept
   * no longer, each end is moved to the nearest full hour, or day, of UTC.
   */
  readonly errorMs: number;
}

export interface ServiceTally extends StoredTally {
  readonly service: string;
}

/** At least two instants that ascend, epoch ms. */
export interface TallySeriesQuery {
  readonly service?: string;
  readonly cuts: readonly number[];
}

/** What was counted between each two cuts, in their order. */
export interface TallySeries {
  readonly service: string;
  readonly parts: readonly StoredTally[];
}

/** Which incidents; all that is given must hold. */
export interface IncidentFilter {
  readonly service?: string;
  /** Whether it goes on, or is closed. */
  readonly open?: boolean;
  /** Those that share an instant with `fromAt <= instant < toAt`, epoch ms. */
  readonly fromAt?: number;
  readonly toAt?: number;
}

export interface IncidentQuery extends IncidentFilter {
  readonly limit: number;
  readonly offset?: number;
  /** Only those that come after this one in the order. */
  readonly behind?: Pick<Incident, 'startedAt' | 'id'>;
}

/** An incident with its whole story, oldest first. */
export interface ToldIncident {
  readonly incident: Incident;
  readonly story: readonly TimelineEntry[];
}

/** A stretch over which a service was paused. Instants are epoch ms. */
export interface Pause {
  readonly service: string;
  readonly fromAt: number;
  /** Absent while it goes on. */
  readonly toAt?: number;
  /** Who paused it, where that was told. */
  readonly by?: string;
}

/** Which deployments; all that is given must hold. */
export interface DeploymentFilter {
  readonly service?: string;
  readonly environment?: string;
  readonly status?: DeploymentStatus;
  /** When they were told, epoch ms, inclusive. */
  readonly fromAt?: number;
  /** Epoch ms, exclusive. */
  readonly toAt?: number;
  /** Only those that are to be judged, or whose rollback is to be told. */
  readonly owed?: true;
}

export interface DeploymentQuery extends DeploymentFilter {
  readonly limit: number;
  readonly offset?: number;
  /** Only those that come after this one in the order. */
  readonly behind?: Pick<Deployment, 'createdAt' | 'id'>;
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
   * than results, health and when it was listened. A result of the same service and start twice does nothing. Health by service, incidents,
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

  /** Newest first. */
  incidents(query: IncidentQuery): Promise<readonly Incident[]>;
  countIncidents(filter: IncidentFilter): Promise<number>;
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
  /**
   * What results say over the range, cut to it, by service; what was held before it is in. Services of which nothing is known
   * there are absent. `looks` counts the results of the UTC days that the range touches, and one more for what was held before.
   */
  tracks(query: SpanQuery): Promise<readonly ServiceTrack[]>;
  /** What was counted over the range, by service; those without a result are absent. */
  tallies(query: SpanQuery): Promise<readonly ServiceTally[]>;
  /** The same between each two cuts, in one reading; the stretches add up to the whole. Sketches are decoded when asked for. */
  tallySeries(query: TallySeriesQuery): Promise<readonly TallySeries[]>;
  /** Incidents that share an instant with the range, open ones too, by their beginning. */
  incidentsBetween(query: SpanQuery): Promise<readonly ToldIncident[]>;

  /**
   * Takes in results of the past, of whatever age, and rolls them up at once; a result of the same service and start twice
   * does nothing. What is older than single results are kept counts in its hour only, and what is older than hours in its day:
   * nothing can tell there any more whether a result is known, so that those not later than the last one known there are
   * taken to be. Results of such age must come in the order of time from call to call. Those older than days are kept do
   * nothing. Not one transaction: what is interrupted may be done again. Resolves how many were added.
   */
  importResults(results: readonly StoredResult[]): Promise<{ readonly added: number }>;

  /** Those that have not ended by then, by their beginning. */
  silences(now: number): Promise<readonly Silence[]>;
  saveSilence(silence: Silence): Promise<void>;
  /** A silence that has ended already stays as it is. */
  endSilence(id: string, at: number): Promise<'done' | 'not_found'>;
  /** Windows that share an instant with the range, cancelled ones too, by their beginning. */
  maintenance(range: { readonly fromAt: number; readonly toAt: number }): Promise<readonly MaintenanceWindow[]>;
  saveMaintenance(window: MaintenanceWindow): Promise<void>;
  /** Stores those that are not there: what was announced once stays as it was announced. */
  announceMaintenance(windows: readonly MaintenanceWindow[]): Promise<void>;
  /** Pausing what is paused changes nothing. */
  setPaused(service: string, paused: boolean, at: number, by?: string): Promise<void>;
  /** Pauses that share an instant with the range, those that go on too, by their beginning. */
  pauses(range: { readonly fromAt: number; readonly toAt: number }): Promise<readonly Pause[]>;
  /** The names of the services that are paused at present. */
  pausedServices(): Promise<readonly string[]>;

  /** Newest first. */
  deployments(query: DeploymentQuery): Promise<readonly Deployment[]>;
  countDeployments(filter: DeploymentFilter): Promise<number>;
  deployment(id: string): Promise<Deployment | undefined>;
  /** Replaces one of the same id. */
  saveDeployment(deployment: Deployment): Promise<void>;
  /**
   * Changes what is stored at that moment, so that nothing of another process is lost; resolves with what it is then,
   * undefined where there is none. `change` gives back what it was given where nothing is to be changed.
   */
  changeDeployment(id: string, change: (deployment: Deployment) => Deployment): Promise<Deployment | undefined>;

  /** Of every schedule that ever had one: its mark. */
  reportMarks(): Promise<ReadonlyMap<string, number>>;

  calls(): Promise<StoredCalls>;
  /** The key from which the tokens of services that call us are made: the one that is stored, or else this one from now on. */
  tokenKey(fresh: string): Promise<string>;

  /** Every token and session, expired ones too, by their age. */
  accessTokens(): Promise<readonly AccessToken[]>;
  /** Adds one and forgets those that have expired by then; nothing where a token of that name is there. Sessions may share names. */
  addAccessToken(token: AccessToken): Promise<'done' | 'name_taken'>;
  /** Removes a token with the sessions that began with it, or a session. */
  removeAccessToken(id: string): Promise<'done' | 'not_found'>;
  accessTokenUsed(id: string, at: number): Promise<void>;
  /** Of changes made through the API the last hundred thousand are kept. */
  addAudit(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** Newest first, and how many there are in all. */
  audit(query: AuditQuery): Promise<{ readonly entries: readonly AuditEntry[]; readonly total: number }>;

  /**
   * Rolls up what is complete and removes what retention no longer keeps, in chunks; resolves whether more is to do. Rejects
   * with StoreUnavailable too while what was committed cannot be written back into the file: it is safe, but takes up more
   * and more room.
   */
  maintain(now: number): Promise<{ readonly more: boolean }>;
  /** Releases the file and the lock; safe to call twice. */
  close(): Promise<void>;
}
