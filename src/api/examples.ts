const minute = (number: number, ms = 0) => new Date(Date.UTC(2026, 10, 22, 10, number, 0, ms)).toISOString();

const failure = 'expected status 2xx, got 503 Service Unavailable';

const service = {
  ...{ name: 'checkout', type: 'http', target: 'https://shop.example/health', group: 'shop', tags: { tier: '1' } },
  ...{ status: 'unhealthy', state: 'unhealthy 4 min', confirmed_status: 'unhealthy', confirmed_since: minute(0, 250) },
  ...{ last_checked: minute(4, 250), last_checked_age_ms: 12_000, stale: false },
  ...{ response_time_ms: 41.2, status_code: 503, message: failure, flapping: false, paused: false },
  ...{ silenced_until: null, maintenance_until: null },
  incident: { id: '01KAH3Y2ZV0000EMTQNRJN4G8D', started: minute(0, 250), acknowledged_by: 'ada' },
  ...{ public: true, interval_ms: 60_000, runbook: 'https://wiki.example/checkout', depends_on: ['orders-db'] },
  ...{ next_check_at: minute(5, 250), circuit: { state: 'closed', next_probe_in_ms: null }, slo: null },
};

const result = {
  ...{ service: 'checkout', timestamp: minute(4, 250), status: 'unhealthy', reason: 'unexpected_status' },
  ...{ message: failure, status_code: 503, response_time_ms: 41.2, duration_ms: 41.9, attempts: 1 },
  phases: { dns_ms: 0.4, connect_ms: 8.1, tls_ms: 12.3, send_ms: 0.1, wait_ms: 20.1, receive_ms: 0.2 },
  ...{ findings: null, assertions: null, evidence: null, observation: null },
};

const incident = {
  ...{ id: '01KAH3Y2ZV0000EMTQNRJN4G8D', service: 'checkout', status: 'unhealthy', reason: 'unexpected_status' },
  ...{ message: failure, started: minute(0, 250), confirmed: minute(1, 250), recovered: null },
  ...{ closed: null, closed_as: null, acknowledged: { by: 'ada', at: minute(3) } },
};

const message = {
  ...{ id: '01KAH3Y30000001B3XTSE5W71T', channel: 'ops', kind: 'firing', state: 'delivered', service: 'checkout' },
  ...{ rule: 'unhealthy', message: failure, dedup_key: `unhealthy/checkout/${minute(0, 250)}` },
  ...{ incident: incident.id, created: minute(1, 300), not_before: null, attempts: 1, last_error: null },
  settled: minute(1, 900),
};

const deployment = {
  ...{ id: '01KAH3X80000007SJZ4BQ2M9WD', service: 'checkout', version: '2.3.1', environment: 'production' },
  ...{ commit: '4f1c2d0', url: null, by: 'pipeline', bake_time_ms: 600_000, status: 'failed' },
  ...{ created_at: minute(-2), started_at: minute(-2, 900), ended_at: minute(1, 300) },
  evidence: {
    before: { from: minute(-32), to: minute(-2), checks: 30, failed: 0, p50_ms: 38, p95_ms: 61 },
    after: { from: minute(-2, 900), to: minute(1, 300), checks: 18, failed: 9, p50_ms: 39.5, p95_ms: null },
    tests: [{ name: 'errors', method: 'fisher_exact', p: 0.00003, effect: 0.5, worse: true }],
    ...{ reason: 'incident', message: 'an incident was confirmed: expected status 2xx, got 503 Service Unavailable' },
  },
  rollback: null,
};

const match = { services: ['checkout'], group: null, tags: {} };

const silence = {
  ...{ id: '01KAH4A9R000005QJ7T1WZ8N3C', match, starts: minute(3), ends: minute(63), by: 'ada', comment: 'known' },
  created: minute(3),
};

const window = {
  ...{ id: '01KAH4B2T00000ABN770M2TD9A', name: 'patching', match, starts: minute(120), ends: minute(180) },
  ...{ by: 'ada', origin: 'person', announced: minute(3), cancelled: null },
};

const counts = { healthy: 11, degraded: 0, unhealthy: 1, unknown: 0, paused: 0, maintenance: 0 };
const sentence = '1 of 12 services is down: checkout, 4 min';

const row = {
  ...service,
  ...{ p95_ms: 61, uptime_24h: 0.9972, uptime_30d: 0.9996, certificate_days: 63 },
  heartbeat: [
    { from: minute(-1), state: 'up', checks: 1 },
    { from: minute(0), state: 'down', checks: 1 },
  ],
};

const audited = {
  ...{ id: 17, at: minute(3), by: 'ada', client: '127.0.0.1', action: 'acknowledgeIncident', target: incident.id },
  ...{ status: 200, request_id: 'f3c1d0aa-5b52-4a8e-9d3b-0a8c1f6e2b11' },
};

const channel = { name: 'ops', type: 'slack', waiting: 0, last_delivered_at: minute(1, 900), last_error: null };

const day = 86_400_000;

const times = { min_ms: 31, p50_ms: 38, p95_ms: 61, p99_ms: null, max_ms: 64 };

/** What answers look like, by the names that their schemas have in the documentation. */
export const examples: Readonly<Record<string, unknown>> = {
  Service: service,
  ServiceRow: row,
  ServicePage: pageOf(service),
  Overview: { at: minute(4), health: 'unhealthy', sentence, counts, services: [row] },
  Result: result,
  ResultPage: pageOf(result),
  Series: {
    step_ms: 600_000,
    points: [{ at: minute(0), count: 10, ...times, timeouts: 0 }],
    timeline: [{ state: 'up', from: minute(-60), to: minute(0, 250) }],
    outages: [{ id: incident.id, from: minute(0, 250), to: null, reason: incident.reason }],
    markers: [{ at: minute(-2), kind: 'deployment', text: 'checkout 2.3.1' }],
  },
  Uptime: {
    windows: [
      {
        ...{ label: '30d', from: new Date(Date.UTC(2026, 10, 22, 10, 4) - 30 * day).toISOString(), to: minute(4) },
        ...{ availability: 0.9996, lower: 0.9995, upper: 0.9996, coverage: 0.9998, down_ms: 1_036_800 },
        ...{ verdict: 'met', budget: { left_ms: 1_555_200, used: 0.4 } },
      },
    ],
  },
  Incident: incident,
  IncidentPage: pageOf(incident),
  IncidentDetail: {
    ...incident,
    timeline: [{ timestamp: minute(0, 250), kind: 'first_failure', text: 'checkout began to fail', by: null }],
    ...{ messages: [message], failures: [] },
  },
  Silence: silence,
  SilencePage: pageOf(silence),
  Window: window,
  WindowPage: pageOf(window),
  Message: message,
  MessagePage: pageOf(message),
  Channel: channel,
  ChannelPage: pageOf(channel),
  ChannelTest: { outcome: 'delivered', text: 'answered 200' },
  ReportMonths: {
    timezone: 'Europe/Berlin',
    months: [{ month: '2026-10', from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' }],
  },
  Deployment: deployment,
  DeploymentPage: pageOf(deployment),
  PublicStatus: {
    ...{ at: minute(4), health: 'unhealthy', sentence },
    services: [
      {
        ...{ name: 'checkout', group: 'shop', state: 'down' },
        days: [{ date: '2026-11-22', state: 'down', availability: 0.9972 }],
      },
    ],
  },
  ShieldsBadge: {
    ...{ schemaVersion: 1, label: 'uptime 30d', message: '99.96%', color: '#2a7f3f', isError: false, cacheSeconds: 30 },
  },
  Session: {
    ...{ name: 'ada', scope: 'write', kind: 'token', expires: null, read_only: false },
    login: { token: true, oidc: false },
  },
  AuditEntry: audited,
  AuditPage: pageOf(audited),
  Readiness: { status: 'ready', checks: { configuration: 'ok', storage: 'ok', scheduler: 'ok' } },
  System: {
    ...{ version: '1.4.0', node: 'v22.12.0', started_at: minute(-600), uptime_ms: 36_240_000 },
    ...{ services: 12, results: 7_248, missed_slots: { overrun: 0, late: 0, asleep: 0 }, running: 1, waiting: 0 },
    ...{ last_cycle_age_ms: 180, event_loop_lag_p99_ms: 3.1 },
    storage: { available: true, bytes: 18_874_368, url: 'sqlite:data/svcmon.db' },
    ...{ outbox: { ops: 0 }, network: 'online', canaries: 2, heartbeat: { last_ok_at: minute(4), trouble: null } },
    config: { path: 'config/services.yaml', loaded_at: minute(-600), last_reload_ok: null, read_only: false },
    ...{ time: minute(4), timezone: 'Europe/Berlin' },
  },
};

function pageOf(item: unknown): unknown {
  return { items: [item], total: 1, limit: 100, offset: 0, next_cursor: null };
}
