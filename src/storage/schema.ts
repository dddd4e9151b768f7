import type { Generated } from 'kysely';

/**
 * The tables. Instants are epoch ms. A `document` is the JSON of the domain's own value: what is never searched needs no
 * column, and may gain facts without a migration.
 */
export interface Database {
  readonly service: ServiceTable;
  readonly result_recent: ResultRecentTable;
  readonly result_block: ResultBlockTable;
  readonly sealing: SealingTable;
  readonly rollup: RollupTable;
  readonly evidence: EvidenceTable;
  readonly health: HealthTable;
  readonly incident: IncidentTable;
  readonly timeline: TimelineTable;
  readonly alert: AlertTable;
  readonly channel_alert: ChannelAlertTable;
  readonly outbox: OutboxTable;
  readonly not_sent: NotSentTable;
  readonly silence: SilenceTable;
  readonly maintenance: MaintenanceTable;
  readonly pause: PauseTable;
  readonly heartbeat: HeartbeatTable;
  readonly own_fact: OwnFactTable;
  readonly deployment: DeploymentTable;
  readonly access_token: AccessTokenTable;
  readonly audit: AuditTable;
}

/** Every service that was ever seen: its history keeps its name after it left the configuration. */
interface ServiceTable {
  readonly id: Generated<number>;
  readonly name: string;
  /** Null while it is not paused. */
  readonly paused_at: number | null;
  /** Of results in blocks that were packed without it, ms; null where there are none. */
  readonly interval_ms: Generated<number | null>;
}

/**
 * Results as they came, ordered by time, so that a round of all services touches few pages. Once there are enough of
 * them, a generation is sealed: packed by service into `result_block`.
 */
interface ResultRecentTable {
  readonly generation: number;
  readonly started_at: number;
  readonly service_id: number;
  /** See result-codec.ts. */
  readonly facts: Uint8Array;
}

/** Results of one service that began within one hour. Rows lie as they were packed: by time, so that the oldest go page by page. */
interface ResultBlockTable {
  readonly id: Generated<number>;
  readonly service_id: number;
  /** When the last of them began. */
  readonly last_at: number;
  readonly facts: Uint8Array;
}

/** One row: how far sealing and rolling up have come. */
interface SealingTable {
  readonly id: number;
  /** The generation that new results go to. */
  readonly generation: number;
  /** The one that is being sealed. */
  readonly sealing_generation: number | null;
  /** Of that generation, services up to this id are in blocks already, and their rows are no longer read. */
  readonly sealed_through: number;
  /** No result in a block or in the generation being sealed began after this. */
  readonly sealed_until_at: number;
  /** Days that begin before this are in the roll-ups of days; later ones are summed up from hours. */
  readonly days_until_at: number;
  /** Of hours that begin before this not every result is stored any more, or ever was. */
  readonly results_from_at: Generated<number>;
  /** Of days that begin before this not every hour is; their own roll-ups are all there is. */
  readonly hours_from_at: Generated<number>;
}

/** Sums of sealed results. */
interface RollupTable {
  readonly service_id: number;
  /** 0 for an hour, 1 for a day. */
  readonly period: number;
  readonly starts_at: number;
  readonly healthy: number;
  readonly degraded: number;
  readonly unhealthy: number;
  readonly unknown: number;
  /** Of the response times of successful checks: see percentile-sketch.ts. */
  readonly sketch: Uint8Array;
  /** How many had which reason but `ok`: see reasons-codec.ts. Empty where all were ok, or nobody counted. */
  readonly reasons: Generated<Uint8Array>;
  /** What they say over time: see trail-codec.ts. Empty where nobody knows. */
  readonly trail: Generated<Uint8Array>;
}

/** The last few results in full. */
interface EvidenceTable {
  readonly service_id: number;
  /** 1 for what was not healthy, 0 for samples of the rest. */
  readonly failed: number;
  readonly started_at: number;
  readonly document: string;
}

interface HealthTable {
  readonly service_id: number;
  readonly document: string;
}

interface IncidentTable {
  readonly id: string;
  readonly service: string;
  readonly started_at: number;
  readonly closed_at: number | null;
  /** Apart from the document, since another process may write them meanwhile. */
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: number | null;
  /** Without the acknowledgement. */
  readonly document: string;
}

interface TimelineTable {
  readonly id: Generated<number>;
  readonly incident_id: string;
  readonly at: number;
  readonly kind: string;
  readonly text: string;
  readonly by: string | null;
}

interface AlertTable {
  readonly dedup_key: string;
  /** Empty for troubles of svcmon itself. */
  readonly service: string;
  readonly started_at: number;
  readonly resolved_at: number | null;
  readonly document: string;
}

interface ChannelAlertTable {
  readonly dedup_key: string;
  readonly channel: string;
  /** 1 while the channel is owed something or has been told no end yet. */
  readonly open: number;
  readonly document: string;
}

interface OutboxTable {
  readonly id: string;
  readonly channel: string;
  /** 1 until it is settled. */
  readonly pending: number;
  readonly created_at: number;
  readonly document: string;
}

interface NotSentTable {
  readonly id: Generated<number>;
  readonly at: number;
  readonly dedup_key: string;
  readonly incident_id: string | null;
  readonly service: string | null;
  /** Empty when it concerns every channel. */
  readonly channel: string;
  readonly reason: string;
  readonly text: string;
}

interface SilenceTable {
  readonly id: string;
  readonly starts_at: number;
  readonly ends_at: number;
  /** Without the end, which may be brought forward. */
  readonly document: string;
}

/** Every pause there was. */
interface PauseTable {
  readonly service_id: number;
  readonly from_at: number;
  /** Null while it goes on. */
  readonly to_at: number | null;
  readonly by: string | null;
}

interface MaintenanceTable {
  readonly id: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly document: string;
}

/** By the service's name, as incidents are: what is known of it is of no use under a number. */
interface HeartbeatTable {
  readonly service: string;
  readonly document: string;
}

/** What svcmon knows of itself, by name: see calls.ts. */
interface OwnFactTable {
  readonly name: string;
  readonly value: string;
}

interface DeploymentTable {
  readonly id: string;
  readonly service: string;
  readonly environment: string;
  readonly status: string;
  readonly created_at: number;
  /** 1 while something is to be done about it: to be judged, or its rollback to be told. */
  readonly owed: number;
  readonly document: string;
}

/** Tokens and sessions; what they are let in by is in the document as a hash. */
interface AccessTokenTable {
  readonly id: string;
  readonly name: string;
  readonly is_session: number;
  readonly parent_id: string | null;
  /** Null where it never does. */
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
  readonly document: string;
}

interface AuditTable {
  readonly id: number;
  readonly at: number;
  readonly document: string;
}
