// The shapes of the API as the dashboard reads them.

export type Status = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';
export type State = 'paused' | 'maintenance' | 'unknown' | 'down' | 'degraded' | 'up';
export type ServiceState = Status | 'paused' | 'maintenance';
/** ISO 8601, UTC, with milliseconds. */
export type Instant = string;

/** One page of a list. */
export interface List<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
}

/** What a person or a machine may have said is wrong (RFC 9457). */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly request_id?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export interface Circuit {
  readonly state: string;
  readonly next_probe_in_ms: number | null;
}

export interface Slo {
  readonly objective: number;
  readonly window: string;
  readonly availability: number | null;
  readonly budget_seconds: number;
  readonly budget_left_seconds: number;
  readonly budget_left: number | null;
  readonly burn_rates: readonly { readonly window_seconds: number; readonly burn_rate: number | null }[];
  readonly exhausted_in_seconds: number | null;
}

export interface Service {
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly group: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly status: Status;
  readonly state: string;
  readonly confirmed_status: Status | null;
  readonly confirmed_since: Instant | null;
  readonly last_checked: Instant | null;
  readonly last_checked_age_ms: number | null;
  readonly stale: boolean;
  readonly response_time_ms: number | null;
  readonly status_code: number | null;
  readonly message: string | null;
  readonly flapping: boolean;
  readonly paused: boolean;
  readonly public: boolean;
  readonly interval_ms: number | null;
  readonly runbook: string | null;
  readonly depends_on: readonly string[];
  readonly silenced_until: Instant | null;
  readonly maintenance_until: Instant | null;
  readonly incident: {
    readonly id: string;
    readonly started: Instant | null;
    readonly acknowledged_by: string | null;
  } | null;
  readonly next_check_at: Instant | null;
  readonly circuit: Circuit | null;
  readonly slo: Slo | null;
}

export interface ServiceDetail extends Service {
  readonly config: Readonly<Record<string, unknown>>;
}

export interface HeartbeatSlot {
  readonly from: Instant;
  readonly state: State;
  readonly checks: number;
}

export interface ServiceRow extends Service {
  readonly heartbeat: readonly HeartbeatSlot[];
  readonly p95_ms: number | null;
  readonly uptime_24h: number | null;
  readonly uptime_30d: number | null;
  readonly certificate_days: number | null;
}

export interface Overview {
  readonly at: Instant;
  readonly health: Status;
  readonly sentence: string;
  readonly counts: Readonly<Record<ServiceState, number>>;
  readonly services: readonly ServiceRow[];
}

export interface Phases {
  readonly dns_ms: number | null;
  readonly connect_ms: number | null;
  readonly tls_ms: number | null;
  readonly send_ms: number | null;
  readonly wait_ms: number | null;
  readonly receive_ms: number | null;
}

export interface Assertion {
  readonly step: string | null;
  readonly expr: string;
  readonly passed: boolean;
  readonly severity: string;
  readonly message: string | null;
  readonly explanation: string;
}

export interface Finding {
  readonly status: Status;
  readonly reason: string;
  readonly severity: string;
  readonly message: string;
}

export interface Evidence {
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Result {
  readonly timestamp: Instant;
  readonly status: Status;
  readonly reason: string;
  readonly message: string | null;
  readonly status_code: number | null;
  readonly response_time_ms: number | null;
  readonly duration_ms: number;
  readonly attempts: number;
  readonly phases: Phases | null;
  readonly findings?: readonly Finding[];
  readonly assertions?: readonly Assertion[];
  readonly evidence?: Evidence | null;
}

export interface SeriesPoint {
  readonly at: Instant;
  readonly count: number;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
  readonly timeouts: number;
}

export interface Series {
  readonly step_ms: number;
  readonly points: readonly SeriesPoint[];
  readonly timeline: readonly { readonly state: State; readonly from: Instant; readonly to: Instant }[];
  readonly outages: readonly {
    readonly id: string;
    readonly from: Instant;
    readonly to: Instant | null;
    readonly reason: string;
  }[];
  readonly markers: readonly { readonly at: Instant; readonly kind: string; readonly text: string }[];
}

export interface UptimeWindow {
  readonly label: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly availability: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly coverage: number | null;
  readonly down_ms: number;
  readonly verdict: string | null;
  readonly budget: { readonly left_ms: number; readonly used: number | null } | null;
}

export interface Uptime {
  readonly windows: readonly UptimeWindow[];
}

export interface Incident {
  readonly id: string;
  readonly service: string;
  readonly status: 'degraded' | 'unhealthy';
  readonly reason: string;
  readonly message: string;
  readonly started: Instant;
  readonly confirmed: Instant;
  readonly recovered: Instant | null;
  readonly closed: Instant | null;
  readonly closed_as: 'recovered' | 'removed' | null;
  readonly acknowledged: { readonly by: string; readonly at: Instant } | null;
}

export interface TimelineEntry {
  readonly timestamp: Instant;
  readonly kind: string;
  readonly text: string;
  readonly by: string | null;
}

export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly kind: string;
  readonly state: 'pending' | 'delivered' | 'rejected' | 'replaced' | 'dropped';
  readonly service: string;
  readonly rule: string | null;
  readonly message: string;
  readonly incident: string | null;
  readonly created: Instant;
  readonly not_before: Instant | null;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly settled: Instant | null;
}

/** A failing run as it was kept, with the fields of a check report. */
export interface Failure {
  readonly timestamp: Instant;
  readonly status: Status;
  readonly error_message: string | null;
  readonly evidence: Evidence | null;
}

export interface IncidentStory extends Incident {
  readonly timeline: readonly TimelineEntry[];
  readonly messages: readonly Message[];
  readonly failures: readonly Failure[];
}

export interface Match {
  readonly services: readonly string[] | null;
  readonly group: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Silence {
  readonly id: string;
  readonly match: Match;
  readonly starts: Instant | null;
  readonly ends: Instant | null;
  readonly by: string;
  readonly comment: string;
}

export interface MaintenanceWindow {
  readonly id: string;
  readonly name: string;
  readonly match: Match;
  readonly starts: Instant | null;
  readonly ends: Instant | null;
  readonly by: string;
  readonly origin: 'config' | 'person';
  readonly announced: Instant | null;
  readonly cancelled: Instant | null;
}

export interface Channel {
  readonly name: string;
  readonly type: string | null;
  readonly waiting: number;
  readonly last_delivered_at: Instant | null;
  readonly last_error: string | null;
}

export interface Deployment {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly environment: string;
  readonly commit?: string | null;
  readonly by?: string | null;
  readonly status: string;
  readonly bake_time_ms: number;
  readonly created_at: Instant;
  readonly started_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly evidence: {
    readonly before: DeploymentSide;
    readonly after: DeploymentSide;
    readonly tests: readonly { readonly name: string; readonly p: number; readonly effect: number | null }[];
    readonly reason: string | null;
  } | null;
  readonly rollback: { readonly at: Instant; readonly by: string | null; readonly reason: string | null } | null;
}

export interface DeploymentSide {
  readonly checks: number;
  readonly failed: number;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
}

export interface System {
  readonly version: string;
  readonly node: string;
  readonly started_at: Instant;
  readonly uptime_ms: number;
  readonly services: number;
  readonly results: number;
  readonly missed_slots: Readonly<Record<string, number>>;
  readonly running: number;
  readonly waiting: number;
  readonly last_cycle_age_ms: number | null;
  readonly event_loop_lag_p99_ms: number | null;
  readonly storage: { readonly available: boolean; readonly bytes: number | null; readonly url: string };
  readonly outbox: Readonly<Record<string, number>>;
  readonly network: 'online' | 'offline' | 'unknown';
  readonly config: {
    readonly path: string;
    readonly loaded_at: Instant;
    readonly last_reload_ok: boolean;
    readonly read_only: boolean;
  };
  readonly time: Instant;
  readonly timezone: string;
}

export interface SlaFigures {
  readonly name: string;
  readonly objective: { readonly availability: number } | null;
  readonly verdict: string | null;
  readonly availability: number | null;
  readonly availability_lower: number | null;
  readonly availability_upper: number | null;
  readonly coverage: number | null;
  readonly durations: { readonly down_seconds: number };
  readonly budget: { readonly left_seconds: number; readonly seconds: number } | null;
  readonly incidents_began: number;
  readonly mttr_seconds: number | null;
  readonly mtbf_seconds: number | null;
  readonly latency: { readonly p95_ms: number | null };
}

export interface SlaReport {
  readonly data_hash: string;
  readonly period: {
    readonly label: string;
    readonly from: Instant;
    readonly to: Instant;
    readonly timezone: string;
    readonly complete: boolean;
  };
  readonly executive_line: string;
  readonly services: readonly SlaFigures[];
}

export interface PublicStatus {
  readonly at: Instant;
  readonly health: Status;
  readonly sentence: string;
  readonly services: readonly {
    readonly name: string;
    readonly group: string | null;
    readonly status: Status;
    readonly state: string;
    readonly days: readonly { readonly date: string; readonly state: State }[];
  }[];
}
