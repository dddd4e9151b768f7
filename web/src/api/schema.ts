// Made from the OpenAPI document by `npm run docs`.

export type Acknowledgement = {
  readonly by?: string;
  readonly note?: string;
};

export type AuditEntry = {
  readonly id: number;
  readonly at: string;
  readonly by: string;
  readonly client: string;
  readonly action: string;
  readonly target: string;
  readonly status: number;
  readonly request_id: string;
};

export type AuditPage = {
  readonly items: readonly (AuditEntry)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type Channel = {
  readonly name: string;
  readonly type: string | null;
  readonly waiting: number;
  readonly last_delivered_at: string | null;
  readonly last_error: string | null;
};

export type ChannelPage = {
  readonly items: readonly (Channel)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type ChannelTest = {
  readonly outcome: "delivered" | "rejected" | "failed";
  readonly text: string;
};

export type Deployment = {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly environment: string;
  readonly commit: string | null;
  readonly url: string | null;
  readonly by: string | null;
  readonly bake_time_ms: number;
  readonly status: "pending" | "in_progress" | "success" | "failed" | "rolled_back";
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly evidence: {
    readonly before: {
      readonly from: string;
      readonly to: string;
      readonly checks: number;
      readonly failed: number;
      readonly p50_ms: number | null;
      readonly p95_ms: number | null;
    };
    readonly after: {
      readonly from: string;
      readonly to: string;
      readonly checks: number;
      readonly failed: number;
      readonly p50_ms: number | null;
      readonly p95_ms: number | null;
    };
    readonly tests: readonly ({
      readonly name: "errors" | "latency";
      readonly method: "fisher_exact" | "mann_whitney";
      readonly p: number;
      readonly effect: number;
      readonly worse: boolean;
    })[];
    readonly reason: "no_worse" | "incident" | "unhealthy" | "more_errors" | "slower" | "too_few_checks" | "not_watched" | "superseded" | "removed" | null;
    readonly message: string;
  } | null;
  readonly rollback: {
    readonly at: string;
    readonly by: string;
    readonly reason: string;
    readonly webhook: {
      readonly status: "pending" | "delivered" | "failed";
      readonly at: string;
      readonly attempts: number;
      readonly text: string | null;
    } | null;
  } | null;
};

export type DeploymentInput = {
  readonly service: string;
  readonly version: string;
  readonly environment: string;
  readonly commit?: string;
  readonly url?: string;
  readonly by?: string;
  readonly bake_time_ms?: number;
};

export type DeploymentPage = {
  readonly items: readonly (Deployment)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type Incident = {
  readonly id: string;
  readonly service: string;
  readonly status: "degraded" | "unhealthy";
  readonly reason: string;
  readonly message: string;
  readonly started: string;
  readonly confirmed: string;
  readonly recovered: string | null;
  readonly closed: string | null;
  readonly closed_as: "recovered" | "removed" | null;
  readonly acknowledged: {
    readonly by: string;
    readonly at: string;
  } | null;
};

export type IncidentDetail = {
  readonly id: string;
  readonly service: string;
  readonly status: "degraded" | "unhealthy";
  readonly reason: string;
  readonly message: string;
  readonly started: string;
  readonly confirmed: string;
  readonly recovered: string | null;
  readonly closed: string | null;
  readonly closed_as: "recovered" | "removed" | null;
  readonly acknowledged: {
    readonly by: string;
    readonly at: string;
  } | null;
  readonly timeline: readonly ({
    readonly timestamp: string;
    readonly kind: "first_failure" | "deployed" | "confirmed" | "escalated" | "improved" | "firing" | "reminder" | "resolved" | "not_sent" | "delivered" | "rejected" | "acknowledged" | "note" | "recovered" | "closed";
    readonly text: string;
    readonly by: string | null;
  })[];
  readonly messages: readonly (Message)[];
  readonly failures: readonly ({
    readonly name: string;
    readonly status: "healthy" | "degraded" | "unhealthy" | "unknown";
    readonly reason: "ok" | "unexpected_status" | "assertion_failed" | "slow" | "certificate_expiring" | "regression" | "circuit_open" | "reported_degraded" | "reported_unhealthy" | "reported_unknown" | "not_serving" | "packet_loss" | "ping_missed" | "run_overdue" | "rate_limited" | "missed_window" | "monitor_offline" | "imported" | "timeout" | "dns_nxdomain" | "dns_no_address" | "dns_no_record" | "dns_servfail" | "connection_refused" | "connection_reset" | "host_unreachable" | "proxy_error" | "tls_expired" | "tls_not_yet_valid" | "tls_self_signed" | "tls_untrusted" | "tls_incomplete_chain" | "tls_wrong_host" | "tls_invalid_certificate" | "tls_protocol" | "tls_client_certificate" | "protocol_error" | "bad_response" | "incomplete_body" | "decode_error" | "body_too_large" | "redirect_error" | "unexpected_answer" | "auth_failed" | "dns_refused" | "no_reply" | "service_unknown" | "unimplemented" | "query_failed" | "dns_unavailable" | "network_unreachable" | "local_resource" | "config_file_unreadable" | "driver_missing" | "not_permitted" | "no_ping_yet" | "not_listening" | "command_unusable" | "throttled" | "interrupted" | "internal_error";
    readonly severity: "info" | "warning" | "critical";
    readonly response_time_ms: number | null;
    readonly status_code: number | null;
    readonly error_message: string | null;
    readonly timestamp: string;
    readonly type: string;
    readonly target: string;
    readonly group: string | null;
    readonly tags: { readonly [key: string]: string };
    readonly runbook: string | null;
    readonly duration_ms: number;
    readonly max_attempts: number;
    readonly attempts: readonly ({
      readonly number: number;
      readonly timestamp: string;
      readonly duration_ms: number;
      readonly waited_ms: number;
      readonly reason: "ok" | "timeout" | "dns_nxdomain" | "dns_no_address" | "dns_no_record" | "dns_servfail" | "connection_refused" | "connection_reset" | "host_unreachable" | "proxy_error" | "tls_expired" | "tls_not_yet_valid" | "tls_self_signed" | "tls_untrusted" | "tls_incomplete_chain" | "tls_wrong_host" | "tls_invalid_certificate" | "tls_protocol" | "tls_client_certificate" | "protocol_error" | "bad_response" | "incomplete_body" | "decode_error" | "body_too_large" | "redirect_error" | "unexpected_answer" | "auth_failed" | "dns_refused" | "no_reply" | "service_unknown" | "unimplemented" | "query_failed" | "dns_unavailable" | "network_unreachable" | "local_resource" | "config_file_unreadable" | "driver_missing" | "not_permitted" | "no_ping_yet" | "not_listening" | "command_unusable" | "throttled" | "interrupted" | "internal_error";
      readonly message: string | null;
      readonly status_code: number | null;
    })[];
    readonly phases: {
      readonly dns_ms: number | null;
      readonly connect_ms: number | null;
      readonly tls_ms: number | null;
      readonly send_ms: number | null;
      readonly wait_ms: number | null;
      readonly receive_ms: number | null;
    } | null;
    readonly address: string | null;
    readonly port: number | null;
    readonly url: string | null;
    readonly method: string | null;
    readonly status_text: string | null;
    readonly status_class: "informational" | "success" | "redirect" | "client_error" | "server_error" | null;
    readonly http_version: string | null;
    readonly content: {
      readonly type: string | null;
      readonly wire_bytes: number | null;
      readonly body_bytes: number | null;
      readonly truncated: boolean | null;
    } | null;
    readonly redirects: readonly ({
      readonly url: string;
      readonly status_code: number;
      readonly location: string;
    })[];
    readonly tls: {
      readonly protocol: string;
      readonly cipher: string;
      readonly verified: boolean;
      readonly days_left: number | null;
      readonly chain: readonly ({
        readonly subject: string;
        readonly issuer: string;
        readonly alt_names: readonly (string)[];
        readonly valid_from: string | null;
        readonly valid_to: string | null;
        readonly days_left: number | null;
        readonly serial_number: string;
        readonly fingerprint_sha256: string;
        readonly key: {
          readonly type: string;
          readonly size: number | null;
          readonly curve: string | null;
        } | null;
        readonly signature_algorithm: string | null;
      })[];
    } | null;
    readonly details: { readonly [key: string]: JsonValue };
    readonly assertions: readonly ({
      readonly step: string | null;
      readonly expr: string;
      readonly passed: boolean;
      readonly severity: "unhealthy" | "degraded";
      readonly message: string | null;
      readonly explanation: string;
      readonly parts: readonly ({
        readonly depth: number;
        readonly expr: string;
        readonly passed: boolean | null;
        readonly value: string;
      })[] | null;
    })[];
    readonly findings: readonly ({
      readonly status: "healthy" | "degraded" | "unhealthy" | "unknown";
      readonly reason: "ok" | "unexpected_status" | "assertion_failed" | "slow" | "certificate_expiring" | "regression" | "circuit_open" | "reported_degraded" | "reported_unhealthy" | "reported_unknown" | "not_serving" | "packet_loss" | "ping_missed" | "run_overdue" | "rate_limited" | "missed_window" | "monitor_offline" | "imported" | "timeout" | "dns_nxdomain" | "dns_no_address" | "dns_no_record" | "dns_servfail" | "connection_refused" | "connection_reset" | "host_unreachable" | "proxy_error" | "tls_expired" | "tls_not_yet_valid" | "tls_self_signed" | "tls_untrusted" | "tls_incomplete_chain" | "tls_wrong_host" | "tls_invalid_certificate" | "tls_protocol" | "tls_client_certificate" | "protocol_error" | "bad_response" | "incomplete_body" | "decode_error" | "body_too_large" | "redirect_error" | "unexpected_answer" | "auth_failed" | "dns_refused" | "no_reply" | "service_unknown" | "unimplemented" | "query_failed" | "dns_unavailable" | "network_unreachable" | "local_resource" | "config_file_unreadable" | "driver_missing" | "not_permitted" | "no_ping_yet" | "not_listening" | "command_unusable" | "throttled" | "interrupted" | "internal_error";
      readonly severity: "info" | "warning" | "critical";
      readonly message: string;
    })[];
    readonly circuit: {
      readonly state: "closed" | "open" | "half_open";
      readonly failures: number;
      readonly next_probe_in_ms: number | null;
      readonly last_status: "healthy" | "degraded" | "unhealthy" | "unknown" | null;
    } | null;
    readonly evidence: {
      readonly body: string | null;
      readonly headers: { readonly [key: string]: string };
    } | null;
  })[];
};

export type IncidentPage = {
  readonly items: readonly (Incident)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type JsonValue = string | number | boolean | null | readonly (JsonValue)[] | { readonly [key: string]: JsonValue };

export type Login = {
  readonly token: string;
} | {
  readonly code: string;
};

export type Message = {
  readonly id: string;
  readonly channel: string;
  readonly kind: "firing" | "reminder" | "acknowledged" | "resolved" | "test" | "report";
  readonly state: "pending" | "delivered" | "rejected" | "replaced" | "dropped";
  readonly service: string;
  readonly rule: string | null;
  readonly message: string;
  readonly dedup_key: string;
  readonly incident: string | null;
  readonly created: string;
  readonly not_before: string | null;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly settled: string | null;
};

export type MessagePage = {
  readonly items: readonly (Message)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type Note = {
  readonly text: string;
  readonly by?: string;
};

export type Overview = {
  readonly at: string;
  readonly health: "healthy" | "degraded" | "unhealthy" | "unknown";
  readonly sentence: string;
  readonly counts: {
    readonly healthy: number;
    readonly degraded: number;
    readonly unhealthy: number;
    readonly unknown: number;
    readonly paused: number;
    readonly maintenance: number;
  };
  readonly services: readonly (ServiceRow)[];
};

export type Problem = {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly request_id?: string;
  readonly errors?: readonly ({
    readonly path: string;
    readonly message: string;
  })[];
};

export type PublicStatus = {
  readonly at: string;
  readonly health: "healthy" | "degraded" | "unhealthy" | "unknown";
  readonly sentence: string;
  readonly services: readonly ({
    readonly name: string;
    readonly group: string | null;
    readonly state: "paused" | "maintenance" | "unknown" | "down" | "degraded" | "up";
    readonly days: readonly ({
      readonly date: string;
      readonly state: "paused" | "maintenance" | "unknown" | "down" | "degraded" | "up" | null;
      readonly availability: number | null;
    })[];
  })[];
};

export type Readiness = {
  readonly status: "ready" | "not_ready";
  readonly checks: {
    readonly configuration: "ok" | "failing";
    readonly storage: "ok" | "failing";
    readonly scheduler: "ok" | "failing";
  };
};

export type ReportMonths = {
  readonly timezone: string;
  readonly months: readonly ({
    readonly month: string;
    readonly from: string;
    readonly to: string;
  })[];
};

export type Result = {
  readonly service: string;
  readonly timestamp: string;
  readonly status: "healthy" | "degraded" | "unhealthy" | "unknown";
  readonly reason: string;
  readonly message: string | null;
  readonly status_code: number | null;
  readonly response_time_ms: number | null;
  readonly duration_ms: number;
  readonly attempts: number;
  readonly phases: {
    readonly dns_ms: number | null;
    readonly connect_ms: number | null;
    readonly tls_ms: number | null;
    readonly send_ms: number | null;
    readonly wait_ms: number | null;
    readonly receive_ms: number | null;
  } | null;
  readonly findings: readonly ({
    readonly status: "healthy" | "degraded" | "unhealthy" | "unknown";
    readonly reason: "ok" | "unexpected_status" | "assertion_failed" | "slow" | "certificate_expiring" | "regression" | "circuit_open" | "reported_degraded" | "reported_unhealthy" | "reported_unknown" | "not_serving" | "packet_loss" | "ping_missed" | "run_overdue" | "rate_limited" | "missed_window" | "monitor_offline" | "imported" | "timeout" | "dns_nxdomain" | "dns_no_address" | "dns_no_record" | "dns_servfail" | "connection_refused" | "connection_reset" | "host_unreachable" | "proxy_error" | "tls_expired" | "tls_not_yet_valid" | "tls_self_signed" | "tls_untrusted" | "tls_incomplete_chain" | "tls_wrong_host" | "tls_invalid_certificate" | "tls_protocol" | "tls_client_certificate" | "protocol_error" | "bad_response" | "incomplete_body" | "decode_error" | "body_too_large" | "redirect_error" | "unexpected_answer" | "auth_failed" | "dns_refused" | "no_reply" | "service_unknown" | "unimplemented" | "query_failed" | "dns_unavailable" | "network_unreachable" | "local_resource" | "config_file_unreadable" | "driver_missing" | "not_permitted" | "no_ping_yet" | "not_listening" | "command_unusable" | "throttled" | "interrupted" | "internal_error";
    readonly severity: "info" | "warning" | "critical";
    readonly message: string;
  })[] | null;
  readonly assertions: readonly ({
    readonly step: string | null;
    readonly expr: string;
    readonly passed: boolean;
    readonly severity: "unhealthy" | "degraded";
    readonly message: string | null;
    readonly explanation: string;
    readonly parts: readonly ({
      readonly depth: number;
      readonly expr: string;
      readonly passed: boolean | null;
      readonly value: string;
    })[] | null;
  })[] | null;
  readonly evidence: {
    readonly body: string | null;
    readonly headers: { readonly [key: string]: string };
  } | null;
  readonly observation: {
    readonly address: string | null;
    readonly port: number | null;
    readonly url: string | null;
    readonly method: string | null;
    readonly status_text: string | null;
    readonly status_class: "informational" | "success" | "redirect" | "client_error" | "server_error" | null;
    readonly http_version: string | null;
    readonly content: {
      readonly type: string | null;
      readonly wire_bytes: number | null;
      readonly body_bytes: number | null;
      readonly truncated: boolean | null;
    } | null;
    readonly redirects: readonly ({
      readonly url: string;
      readonly status_code: number;
      readonly location: string;
    })[];
    readonly tls: {
      readonly protocol: string;
      readonly cipher: string;
      readonly verified: boolean;
      readonly days_left: number | null;
      readonly chain: readonly ({
        readonly subject: string;
        readonly issuer: string;
        readonly alt_names: readonly (string)[];
        readonly valid_from: string | null;
        readonly valid_to: string | null;
        readonly days_left: number | null;
        readonly serial_number: string;
        readonly fingerprint_sha256: string;
        readonly key: {
          readonly type: string;
          readonly size: number | null;
          readonly curve: string | null;
        } | null;
        readonly signature_algorithm: string | null;
      })[];
    } | null;
    readonly details: { readonly [key: string]: JsonValue };
  } | null;
};

export type ResultPage = {
  readonly items: readonly (Result)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type RollbackInput = {
  readonly by?: string;
  readonly reason?: string;
};

export type Series = {
  readonly step_ms: number;
  readonly points: readonly ({
    readonly at: string;
    readonly count: number;
    readonly min_ms: number | null;
    readonly p50_ms: number | null;
    readonly p95_ms: number | null;
    readonly p99_ms: number | null;
    readonly max_ms: number | null;
    readonly timeouts: number;
  })[];
  readonly timeline: readonly ({
    readonly state: "paused" | "maintenance" | "unknown" | "down" | "degraded" | "up";
    readonly from: string;
    readonly to: string;
  })[];
  readonly outages: readonly ({
    readonly id: string;
    readonly from: string;
    readonly to: string | null;
    readonly reason: string;
  })[];
  readonly markers: readonly ({
    readonly at: string;
    readonly kind: "deployment";
    readonly text: string;
  })[];
};

export type Service = {
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly group: string | null;
  readonly tags: { readonly [key: string]: string };
  readonly status: "healthy" | "degraded" | "unhealthy" | "unknown";
  readonly state: string;
  readonly confirmed_status: "healthy" | "degraded" | "unhealthy" | "unknown" | null;
  readonly confirmed_since: string | null;
  readonly last_checked: string | null;
  readonly last_checked_age_ms: number | null;
  readonly stale: boolean;
  readonly response_time_ms: number | null;
  readonly status_code: number | null;
  readonly message: string | null;
  readonly flapping: boolean;
  readonly paused: boolean;
  readonly silenced_until: string | null;
  readonly maintenance_until: string | null;
  readonly incident: {
    readonly id: string;
    readonly started: string | null;
    readonly acknowledged_by: string | null;
  } | null;
  readonly public: boolean;
  readonly interval_ms: number;
  readonly runbook: string | null;
  readonly depends_on: readonly (string)[];
  readonly next_check_at: string | null;
  readonly circuit: {
    readonly state: "closed" | "open" | "half_open";
    readonly next_probe_in_ms: number | null;
  } | null;
  readonly slo: {
    readonly objective: number;
    readonly window: string;
    readonly from: string;
    readonly availability: number | null;
    readonly budget_seconds: number;
    readonly budget_left_seconds: number;
    readonly budget_left: number | null;
    readonly burn_rates: readonly ({
      readonly window_seconds: number;
      readonly burn_rate: number | null;
    })[];
    readonly exhausted_in_seconds: number | null;
    readonly latency: {
      readonly under_ms: number;
      readonly objective: number;
      readonly answers: number;
      readonly under_share: number | null;
      readonly budget_left: number | null;
    } | null;
  } | null;
};

export type ServiceDetail = {
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly group: string | null;
  readonly tags: { readonly [key: string]: string };
  readonly status: "healthy" | "degraded" | "unhealthy" | "unknown";
  readonly state: string;
  readonly confirmed_status: "healthy" | "degraded" | "unhealthy" | "unknown" | null;
  readonly confirmed_since: string | null;
  readonly last_checked: string | null;
  readonly last_checked_age_ms: number | null;
  readonly stale: boolean;
  readonly response_time_ms: number | null;
  readonly status_code: number | null;
  readonly message: string | null;
  readonly flapping: boolean;
  readonly paused: boolean;
  readonly silenced_until: string | null;
  readonly maintenance_until: string | null;
  readonly incident: {
    readonly id: string;
    readonly started: string | null;
    readonly acknowledged_by: string | null;
  } | null;
  readonly public: boolean;
  readonly interval_ms: number;
  readonly runbook: string | null;
  readonly depends_on: readonly (string)[];
  readonly next_check_at: string | null;
  readonly circuit: {
    readonly state: "closed" | "open" | "half_open";
    readonly next_probe_in_ms: number | null;
  } | null;
  readonly slo: {
    readonly objective: number;
    readonly window: string;
    readonly from: string;
    readonly availability: number | null;
    readonly budget_seconds: number;
    readonly budget_left_seconds: number;
    readonly budget_left: number | null;
    readonly burn_rates: readonly ({
      readonly window_seconds: number;
      readonly burn_rate: number | null;
    })[];
    readonly exhausted_in_seconds: number | null;
    readonly latency: {
      readonly under_ms: number;
      readonly objective: number;
      readonly answers: number;
      readonly under_share: number | null;
      readonly budget_left: number | null;
    } | null;
  } | null;
  readonly config: { readonly [key: string]: JsonValue };
  readonly thresholds: {
    readonly response_time_warning_ms: number;
    readonly response_time_critical_ms: number;
  };
};

export type ServiceInput = { readonly [key: string]: JsonValue };

export type ServicePage = {
  readonly items: readonly (Service)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type ServicePatch = { readonly [key: string]: JsonValue };

export type ServiceRow = {
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly group: string | null;
  readonly tags: { readonly [key: string]: string };
  readonly status: "healthy" | "degraded" | "unhealthy" | "unknown";
  readonly state: string;
  readonly confirmed_status: "healthy" | "degraded" | "unhealthy" | "unknown" | null;
  readonly confirmed_since: string | null;
  readonly last_checked: string | null;
  readonly last_checked_age_ms: number | null;
  readonly stale: boolean;
  readonly response_time_ms: number | null;
  readonly status_code: number | null;
  readonly message: string | null;
  readonly flapping: boolean;
  readonly paused: boolean;
  readonly silenced_until: string | null;
  readonly maintenance_until: string | null;
  readonly incident: {
    readonly id: string;
    readonly started: string | null;
    readonly acknowledged_by: string | null;
  } | null;
  readonly public: boolean;
  readonly interval_ms: number;
  readonly runbook: string | null;
  readonly depends_on: readonly (string)[];
  readonly next_check_at: string | null;
  readonly circuit: {
    readonly state: "closed" | "open" | "half_open";
    readonly next_probe_in_ms: number | null;
  } | null;
  readonly slo: {
    readonly objective: number;
    readonly window: string;
    readonly from: string;
    readonly availability: number | null;
    readonly budget_seconds: number;
    readonly budget_left_seconds: number;
    readonly budget_left: number | null;
    readonly burn_rates: readonly ({
      readonly window_seconds: number;
      readonly burn_rate: number | null;
    })[];
    readonly exhausted_in_seconds: number | null;
    readonly latency: {
      readonly under_ms: number;
      readonly objective: number;
      readonly answers: number;
      readonly under_share: number | null;
      readonly budget_left: number | null;
    } | null;
  } | null;
  readonly heartbeat: readonly ({
    readonly from: string;
    readonly state: "paused" | "maintenance" | "unknown" | "down" | "degraded" | "up" | null;
    readonly checks: number;
  })[];
  readonly p95_ms: number | null;
  readonly uptime_24h: number | null;
  readonly uptime_30d: number | null;
  readonly certificate_days: number | null;
};

export type Session = {
  readonly name: string;
  readonly scope: "none" | "read" | "write" | "admin";
  readonly kind: "anonymous" | "token" | "session";
  readonly expires: string | null;
  readonly read_only: boolean;
  readonly login: {
    readonly token: true;
    readonly oidc: boolean;
  };
};

export type ShieldsBadge = {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  readonly isError: boolean;
  readonly cacheSeconds: number;
};

export type Silence = {
  readonly id: string;
  readonly match: {
    readonly services: readonly (string)[] | null;
    readonly group: string | null;
    readonly tags: { readonly [key: string]: string };
  };
  readonly starts: string | null;
  readonly ends: string | null;
  readonly by: string;
  readonly comment: string;
  readonly created: string | null;
};

export type SilenceInput = {
  readonly match: {
    readonly services?: readonly (string)[];
    readonly group?: string;
    readonly tags?: { readonly [key: string]: string };
  };
  readonly starts?: string;
  readonly ends: string;
  readonly by?: string;
  readonly comment?: string;
};

export type SilencePage = {
  readonly items: readonly (Silence)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};

export type SlaReport = {
  readonly schema: "svcmon.sla-report/v1";
  readonly data_hash: string;
  readonly period: {
    readonly label: string;
    readonly from: string;
    readonly to: string;
    readonly timezone: string;
    readonly complete: boolean;
    readonly seconds: number;
  };
  readonly executive_line: string;
  readonly services: readonly ({
    readonly name: string;
    readonly configured: boolean;
    readonly group: string | null;
    readonly tags: { readonly [key: string]: string };
    readonly objective: {
      readonly availability: number;
      readonly latency: {
        readonly under_ms: number;
        readonly share: number;
      } | null;
      readonly min_outage_seconds: number;
      readonly degraded_weight: number;
    } | null;
    readonly verdict: "met" | "missed" | "insufficient_data" | null;
    readonly estimated: boolean | null;
    readonly availability: number | null;
    readonly availability_lower: number | null;
    readonly availability_upper: number | null;
    readonly coverage: number | null;
    readonly durations: {
      readonly service_seconds: number;
      readonly measured_seconds: number;
      readonly counted_down_seconds: number;
      readonly paused_seconds: number;
      readonly maintenance_seconds: number;
      readonly unknown_seconds: number;
      readonly down_seconds: number;
      readonly degraded_seconds: number;
      readonly up_seconds: number;
    };
    readonly budget: {
      readonly seconds: number;
      readonly left_seconds: number;
      readonly used: number | null;
    } | null;
    readonly incidents_began: number;
    readonly incidents_open: number;
    readonly mttr_seconds: number | null;
    readonly mtbf_seconds: number | null;
    readonly mttd_seconds: number | null;
    readonly mtta_seconds: number | null;
    readonly latency: {
      readonly answers: number;
      readonly timeouts: number;
      readonly p50_ms: number | null;
      readonly p95_ms: number | null;
      readonly p99_ms: number | null;
      readonly under_share: number | null;
    };
    readonly latency_verdict: "met" | "missed" | "insufficient_data" | null;
    readonly checks: {
      readonly healthy: number;
      readonly degraded: number;
      readonly unhealthy: number;
      readonly unknown: number;
    };
    readonly previous_latency: {
      readonly answers: number;
      readonly timeouts: number;
      readonly p50_ms: number | null;
      readonly p95_ms: number | null;
      readonly p99_ms: number | null;
      readonly under_share: number | null;
    } | null;
    readonly counts_error_seconds: number;
    readonly incidents: readonly ({
      readonly id: string;
      readonly status: "degraded" | "unhealthy";
      readonly reason: string;
      readonly message: string;
      readonly started: string;
      readonly confirmed: string;
      readonly ended: string | null;
      readonly ended_as: "recovered" | "removed" | null;
      readonly down_seconds: number;
      readonly levels: readonly ({
        readonly state: "down" | "degraded";
        readonly from: string;
        readonly to: string;
        readonly seconds: number;
      })[];
      readonly alerted: string | null;
      readonly acknowledged: string | null;
      readonly acknowledged_by: string | null;
      readonly deliveries: readonly ({
        readonly at: string;
        readonly accepted: boolean;
        readonly text: string;
      })[];
    })[];
    readonly soft_failures: readonly ({
      readonly from: string;
      readonly to: string;
      readonly seconds: number;
      readonly checks: number;
    })[];
    readonly gaps: readonly ({
      readonly from: string;
      readonly to: string;
      readonly seconds: number;
      readonly reason: string;
    })[];
    readonly exclusions: readonly ({
      readonly kind: "maintenance" | "pause";
      readonly name: string;
      readonly by: string;
      readonly from: string;
      readonly to: string;
      readonly seconds: number;
    })[];
    readonly adjustments: readonly ({
      readonly name: string;
      readonly by: string;
      readonly announced: string;
      readonly from: string;
      readonly to: string;
      readonly seconds: number;
    })[];
    readonly adjusted: {
      readonly availability: number | null;
      readonly availability_lower: number | null;
      readonly availability_upper: number | null;
      readonly coverage: number | null;
      readonly verdict: "met" | "missed" | "insufficient_data" | null;
      readonly estimated: boolean | null;
    } | null;
    readonly days: readonly ({
      readonly date: string;
      readonly from: string;
      readonly to: string;
      readonly availability: number | null;
      readonly service_seconds: number;
      readonly measured_seconds: number;
      readonly counted_down_seconds: number;
      readonly paused_seconds: number;
      readonly maintenance_seconds: number;
      readonly unknown_seconds: number;
      readonly down_seconds: number;
      readonly degraded_seconds: number;
      readonly up_seconds: number;
      readonly answers: number;
      readonly timeouts: number;
      readonly p50_ms: number | null;
      readonly p95_ms: number | null;
      readonly p99_ms: number | null;
      readonly under_share: number | null;
      readonly budget_left_seconds: number | null;
    })[];
    readonly timeline: readonly ({
      readonly state: "paused" | "maintenance" | "unknown" | "down" | "degraded" | "up";
      readonly from: string;
      readonly to: string;
    })[];
  })[];
  readonly groups: readonly ({
    readonly kind: "group" | "tag" | "overall";
    readonly name: string;
    readonly services: readonly (string)[];
    readonly aggregation: "all_of" | "any_of" | "weighted";
    readonly objective: {
      readonly availability: number;
      readonly latency: {
        readonly under_ms: number;
        readonly share: number;
      } | null;
      readonly min_outage_seconds: number;
      readonly degraded_weight: number;
    } | null;
    readonly verdict: "met" | "missed" | "insufficient_data" | null;
    readonly estimated: boolean | null;
    readonly availability: number | null;
    readonly availability_lower: number | null;
    readonly availability_upper: number | null;
    readonly coverage: number | null;
    readonly durations: {
      readonly service_seconds: number;
      readonly measured_seconds: number;
      readonly counted_down_seconds: number;
      readonly paused_seconds: number;
      readonly maintenance_seconds: number;
      readonly unknown_seconds: number;
      readonly down_seconds: number;
      readonly degraded_seconds: number;
      readonly up_seconds: number;
    };
    readonly budget: {
      readonly seconds: number;
      readonly left_seconds: number;
      readonly used: number | null;
    } | null;
    readonly incidents_began: number;
    readonly incidents_open: number;
    readonly mttr_seconds: number | null;
    readonly mtbf_seconds: number | null;
    readonly mttd_seconds: number | null;
    readonly mtta_seconds: number | null;
    readonly latency: {
      readonly answers: number;
      readonly timeouts: number;
      readonly p50_ms: number | null;
      readonly p95_ms: number | null;
      readonly p99_ms: number | null;
      readonly under_share: number | null;
    };
    readonly latency_verdict: "met" | "missed" | "insufficient_data" | null;
    readonly checks: {
      readonly healthy: number;
      readonly degraded: number;
      readonly unhealthy: number;
      readonly unknown: number;
    };
  })[];
  readonly overall: {
    readonly kind: "group" | "tag" | "overall";
    readonly name: string;
    readonly services: readonly (string)[];
    readonly aggregation: "all_of" | "any_of" | "weighted";
    readonly objective: {
      readonly availability: number;
      readonly latency: {
        readonly under_ms: number;
        readonly share: number;
      } | null;
      readonly min_outage_seconds: number;
      readonly degraded_weight: number;
    } | null;
    readonly verdict: "met" | "missed" | "insufficient_data" | null;
    readonly estimated: boolean | null;
    readonly availability: number | null;
    readonly availability_lower: number | null;
    readonly availability_upper: number | null;
    readonly coverage: number | null;
    readonly durations: {
      readonly service_seconds: number;
      readonly measured_seconds: number;
      readonly counted_down_seconds: number;
      readonly paused_seconds: number;
      readonly maintenance_seconds: number;
      readonly unknown_seconds: number;
      readonly down_seconds: number;
      readonly degraded_seconds: number;
      readonly up_seconds: number;
    };
    readonly budget: {
      readonly seconds: number;
      readonly left_seconds: number;
      readonly used: number | null;
    } | null;
    readonly incidents_began: number;
    readonly incidents_open: number;
    readonly mttr_seconds: number | null;
    readonly mtbf_seconds: number | null;
    readonly mttd_seconds: number | null;
    readonly mtta_seconds: number | null;
    readonly latency: {
      readonly answers: number;
      readonly timeouts: number;
      readonly p50_ms: number | null;
      readonly p95_ms: number | null;
      readonly p99_ms: number | null;
      readonly under_share: number | null;
    };
    readonly latency_verdict: "met" | "missed" | "insufficient_data" | null;
    readonly checks: {
      readonly healthy: number;
      readonly degraded: number;
      readonly unhealthy: number;
      readonly unknown: number;
    };
  };
};

export type System = {
  readonly version: string;
  readonly node: string;
  readonly started_at: string;
  readonly uptime_ms: number;
  readonly services: number;
  readonly results: number;
  readonly missed_slots: {
    readonly overrun: number;
    readonly late: number;
    readonly asleep: number;
  };
  readonly running: number;
  readonly waiting: number;
  readonly last_cycle_age_ms: number;
  readonly event_loop_lag_p99_ms: number | null;
  readonly storage: {
    readonly available: boolean;
    readonly bytes: number | null;
    readonly url: string;
  };
  readonly outbox: { readonly [key: string]: number };
  readonly network: "online" | "offline";
  readonly canaries: number;
  readonly heartbeat: {
    readonly last_ok_at: string | null;
    readonly trouble: string | null;
  } | null;
  readonly config: {
    readonly path: string;
    readonly loaded_at: string;
    readonly last_reload_ok: boolean | null;
    readonly read_only: boolean;
  };
  readonly time: string;
  readonly timezone: string;
};

export type Uptime = {
  readonly windows: readonly ({
    readonly label: string;
    readonly from: string;
    readonly to: string;
    readonly availability: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly coverage: number | null;
    readonly down_ms: number;
    readonly verdict: "met" | "missed" | "insufficient_data" | null;
    readonly budget: {
      readonly left_ms: number;
      readonly used: number | null;
    } | null;
  })[];
};

export type Window = {
  readonly id: string;
  readonly name: string;
  readonly match: {
    readonly services: readonly (string)[] | null;
    readonly group: string | null;
    readonly tags: { readonly [key: string]: string };
  };
  readonly starts: string | null;
  readonly ends: string | null;
  readonly by: string;
  readonly origin: "config" | "person";
  readonly announced: string | null;
  readonly cancelled: string | null;
};

export type WindowInput = {
  readonly match: {
    readonly services?: readonly (string)[];
    readonly group?: string;
    readonly tags?: { readonly [key: string]: string };
  };
  readonly starts?: string;
  readonly ends: string;
  readonly by?: string;
  readonly name: string;
};

export type WindowPage = {
  readonly items: readonly (Window)[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
};
