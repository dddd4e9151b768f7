import type {
  Channel,
  Deployment,
  Incident,
  IncidentStory,
  List,
  MaintenanceWindow,
  Message,
  PublicStatus,
  ReportMonths,
  Result,
  Series,
  SeriesPoint,
  Silence,
  SlaFigures,
  SlaReport,
  State,
  System,
  Uptime,
} from '../../../web/src/api/types.ts';
import { ago } from './services.ts';

/** What the dashboard reads of a document: the rest of it may be left out. */
export type Part<T> = T extends readonly (infer Item)[]
  ? readonly Part<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Part<T[Key]> }
    : T;

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** One page with all of a list. */
export function listOf<T>(items: readonly T[]): List<T> {
  return { items, total: items.length, limit: 1_000, offset: 0, next_cursor: null };
}

export const incidents = (): readonly Incident[] => [
  incident({ id: '01JD8Y5', service: 'payment-api', message: 'HTTP 503, expected 200', started: ago(4 * minuteMs) }),
  incident({
    id: '01JD8XQ',
    service: 'search',
    status: 'degraded',
    message: 'slower than 800 ms: 1.24 s',
    started: ago(11 * minuteMs),
    acknowledged: { by: 'ada', at: ago(8 * minuteMs) },
  }),
  incident({
    id: '01JD7AA',
    service: 'login',
    message: 'step "cart": no answer within 10 s',
    started: ago(26 * hourMs),
    recovered: ago(26 * hourMs - 9 * minuteMs),
    closed: ago(26 * hourMs - 10 * minuteMs),
    closed_as: 'recovered',
  }),
  incident({
    id: '01JD5ZZ',
    service: 'payment-api',
    message: 'the certificate expired 2 h ago',
    started: ago(9 * dayMs),
    recovered: ago(9 * dayMs - 47 * minuteMs),
    closed: ago(9 * dayMs - 48 * minuteMs),
    closed_as: 'recovered',
  }),
];

function incident(part: Partial<Incident> & Pick<Incident, 'id' | 'service' | 'message' | 'started'>): Incident {
  return {
    status: 'unhealthy',
    reason: 'unexpected_status',
    confirmed: new Date(Date.parse(part.started) + minuteMs).toISOString(),
    recovered: null,
    closed: null,
    closed_as: null,
    acknowledged: null,
    ...part,
  };
}

export const hostileText = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

/** The story of the open incident of payment-api. */
export function story(): Part<IncidentStory> {
  const [open] = incidents();
  if (open === undefined) throw new Error('there is no incident');
  const failure: Partial<IncidentStory['failures'][number]> = {
    timestamp: ago(3 * minuteMs),
    status: 'unhealthy',
    error_message: 'HTTP 503, expected 200',
    evidence: {
      headers: { 'content-type': 'text/html', server: 'nginx' },
      body: `<h1>Service Unavailable</h1>\n${hostileText}\nupstream connect error: connection refused`,
    },
  };
  return {
    ...open,
    timeline: [
      {
        timestamp: ago(4 * minuteMs),
        kind: 'first_failure',
        text: 'payment-api began to fail, 2 min after checkout 2.3.1 was deployed',
        by: null,
      },
      {
        timestamp: ago(3 * minuteMs),
        kind: 'confirmed',
        text: 'confirmed unhealthy: HTTP 503, expected 200',
        by: null,
      },
      { timestamp: ago(3 * minuteMs - 400), kind: 'delivered', text: 'ops accepted the message', by: null },
      {
        timestamp: ago(3 * minuteMs - 900),
        kind: 'rejected',
        text: 'oncall answered 400: invalid routing key',
        by: null,
      },
      { timestamp: ago(minuteMs), kind: 'note', text: 'the database has no free connections', by: 'ada' },
    ],
    messages: messages().slice(0, 3),
    failures: [failure],
  };
}

export const messages = (): readonly Message[] => [
  message({ id: 'm1', channel: 'ops', state: 'delivered', settled: ago(3 * minuteMs - 400) }),
  message({
    id: 'm2',
    channel: 'oncall',
    state: 'rejected',
    last_error: 'HTTP 400: invalid routing key',
    settled: ago(3 * minuteMs - 900),
  }),
  message({
    id: 'm3',
    channel: 'mail',
    state: 'pending',
    attempts: 3,
    last_error: '451 greylisted, try again later',
    not_before: ago(-42_000),
  }),
  message({
    id: 'm4',
    channel: 'ops',
    service: 'search',
    message: 'slower than 800 ms: 1.24 s',
    state: 'delivered',
    incident: '01JD8XQ',
    created: ago(10 * minuteMs),
  }),
  message({
    id: 'm5',
    channel: 'ops',
    service: 'login',
    message: 'recovered after 9 min',
    kind: 'resolved',
    state: 'delivered',
    incident: '01JD7AA',
    created: ago(25 * hourMs),
  }),
];

function message(part: Partial<Message> & Pick<Message, 'id' | 'channel' | 'state'>): Message {
  return {
    kind: 'firing',
    dedup_key: 'payment-api/service_health',
    service: 'payment-api',
    rule: 'service_health',
    message: 'HTTP 503, expected 200',
    incident: '01JD8Y5',
    created: ago(3 * minuteMs),
    not_before: null,
    attempts: 1,
    last_error: null,
    settled: null,
    ...part,
  };
}

export const channels = (): readonly Channel[] => [
  { name: 'ops', type: 'slack', waiting: 0, last_delivered_at: ago(3 * minuteMs), last_error: null },
  {
    name: 'oncall',
    type: 'pagerduty',
    waiting: 0,
    last_delivered_at: ago(9 * dayMs),
    last_error: 'HTTP 400: invalid routing key',
  },
  {
    name: 'mail',
    type: 'email',
    waiting: 1,
    last_delivered_at: ago(25 * hourMs),
    last_error: '451 greylisted, try again later',
  },
];

export const windows = (): readonly MaintenanceWindow[] => [
  window({
    id: 'w1',
    name: 'schema migration',
    starts: ago(30 * minuteMs),
    ends: ago(-90 * minuteMs),
    match: { services: ['profile'], group: null, tags: {} },
  }),
  window({
    id: 'w2',
    name: 'patching',
    origin: 'config',
    starts: ago(-2 * dayMs),
    ends: ago(-2 * dayMs - 2 * hourMs),
    match: { services: null, group: 'storefront', tags: {} },
  }),
  window({
    id: 'w3',
    name: 'cache swap',
    starts: ago(-2 * dayMs - hourMs),
    ends: ago(-2 * dayMs - 3 * hourMs),
    match: { services: null, group: null, tags: { team: 'web' } },
  }),
];

function window(
  part: Partial<MaintenanceWindow> & Pick<MaintenanceWindow, 'id' | 'name' | 'match' | 'starts' | 'ends'>,
): MaintenanceWindow {
  return { by: 'ada', origin: 'person', announced: ago(dayMs), cancelled: null, ...part };
}

export const silences = (): readonly Silence[] => [
  {
    id: 's1',
    match: { services: ['eu-cache'], group: null, tags: {} },
    starts: ago(hourMs),
    ends: ago(-hourMs),
    by: 'lin',
    created: ago(hourMs),
    comment: 'the provider works on it',
  },
];

export const deployments = (): readonly Part<Deployment>[] => [
  deployment({
    id: 'd1',
    service: 'checkout',
    version: '2.3.1',
    status: 'in_progress',
    created_at: ago(6 * minuteMs),
    evidence: evidence([120, 0, 228], [12, 1, 251], 'no worse than before'),
  }),
  deployment({
    id: 'd2',
    service: 'search',
    version: '5.0.0',
    status: 'failed',
    created_at: ago(30 * minuteMs),
    evidence: evidence([180, 0, 610], [60, 2, 1_240], 'slower than before: p < 0.001'),
  }),
  deployment({
    id: 'd3',
    service: 'storefront',
    version: '1.18.4',
    status: 'success',
    created_at: ago(5 * hourMs),
    evidence: evidence([180, 0, 318], [60, 0, 312], 'no worse than before'),
  }),
  deployment({
    id: 'd4',
    service: 'login',
    version: '0.9.2',
    status: 'rolled_back',
    created_at: ago(26 * hourMs),
    rollback: { at: ago(25 * hourMs), by: 'lin', reason: 'step "cart" got no answer' },
  }),
];

type Counts = readonly [checks: number, failed: number, p95Ms: number];

function evidence(before: Counts, after: Counts, message: string): Part<Deployment['evidence']> {
  const side = ([checks, failed, p95_ms]: Counts) => ({ checks, failed, p50_ms: p95_ms / 2, p95_ms });
  return { before: side(before), after: side(after), tests: [], message };
}

function deployment(
  part: Part<Deployment> & Pick<Deployment, 'id' | 'service' | 'version' | 'status' | 'created_at'>,
): Part<Deployment> {
  return {
    environment: 'production',
    commit: '9c33255b1f02ab',
    bake_time_ms: 600_000,
    started_at: part.created_at,
    ended_at: null,
    evidence: null,
    rollback: null,
    ...part,
  };
}

export function system(): System {
  return {
    version: '0.1.0',
    node: 'v20.20.2',
    started_at: ago(3 * dayMs),
    uptime_ms: 3 * dayMs,
    services: 14,
    results: 120_960,
    missed_slots: { overrun: 0, late: 2, asleep: 0 },
    running: 1,
    waiting: 0,
    last_cycle_age_ms: 212,
    event_loop_lag_p99_ms: 3.4,
    storage: { available: true, bytes: 8_412_160, url: 'sqlite:data/svcmon.db' },
    outbox: { ops: 0, oncall: 0, mail: 1 },
    network: 'online',
    canaries: 2,
    heartbeat: { last_ok_at: ago(21_000), trouble: null },
    config: { path: '/etc/svcmon/services.yaml', loaded_at: ago(3 * dayMs), last_reload_ok: true, read_only: false },
    time: ago(0),
    timezone: 'Europe/Berlin',
  };
}

/** The months of reports, newest first. */
export function months(): ReportMonths['months'] {
  const now = new Date(ago(0));
  const startOf = (back: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString();
  return [0, 1].map((back) => ({ month: startOf(back).slice(0, 7), from: startOf(back), to: startOf(back - 1) }));
}

/** Over the usual windows, or from an instant on. */
export function uptime(from: string | null = null): Uptime {
  const at = ago(0);
  const window = (label: string, ms: number, availability: number, left: number) => ({
    label,
    from: ago(ms),
    to: at,
    availability,
    lower: availability - 0.0004,
    upper: availability,
    coverage: label === '90d' ? 0.962 : 0.9996,
    down_ms: Math.round((1 - availability) * ms),
    verdict: availability >= 0.999 ? ('met' as const) : ('missed' as const),
    budget: { left_ms: left, used: 1 - left / (0.001 * ms) },
  });
  if (from !== null) {
    return { windows: [{ ...window('range', Date.parse(at) - Date.parse(from), 0.99931, 806_000), from }] };
  }
  return {
    windows: [
      window('24h', dayMs, 0.99712, -162_000),
      window('7d', 7 * dayMs, 0.99958, 350_000),
      window('30d', 30 * dayMs, 0.99931, 806_000),
      window('90d', 90 * dayMs, 0.99964, 4_976_000),
    ],
  };
}

/** Response times with a usual day, a gap, an outage and timeouts. */
export function series(
  fromAt: number,
  toAt: number,
  {
    stepMs,
    answersPerPoint,
    deployments,
  }: {
    readonly stepMs: number;
    readonly answersPerPoint: number;
    /** Those of the service. */
    readonly deployments: readonly Part<Deployment>[];
  },
): Series {
  const count = Math.round((toAt - fromAt) / stepMs);
  const points = Array.from({ length: count }, (_, index) => ({
    ...pointAt(index / count, index, answersPerPoint),
    at: new Date(fromAt + index * stepMs).toISOString(),
  }));
  const at = (share: number) => new Date(fromAt + share * (toAt - fromAt)).toISOString();
  const segment = (state: State, from: number, to: number) => ({ state, from: at(from), to: at(to) });
  return {
    step_ms: stepMs,
    points: points.filter((_, index) => index < count * 0.46 || index > count * 0.52),
    timeline: [
      segment('up', 0, 0.2),
      segment('maintenance', 0.2, 0.23),
      segment('up', 0.23, 0.46),
      segment('unknown', 0.46, 0.52),
      segment('up', 0.52, 0.7),
      segment('down', 0.7, 0.73),
      segment('up', 0.73, 0.9),
      segment('degraded', 0.9, 0.96),
      segment('down', 0.96, 1),
    ],
    outages: [
      { id: '01JD7AA', from: at(0.7), to: at(0.73), reason: 'timeout' },
      { id: '01JD8Y5', from: at(0.96), to: null, reason: 'unexpected_status' },
    ],
    markers: deployments.map(({ service, version, environment, created_at = '' }) => ({
      at: created_at,
      kind: 'deployment',
      text: `${service} ${version} deployed to ${environment}`,
    })),
  };
}

function pointAt(share: number, index: number, count: number): Omit<SeriesPoint, 'at'> {
  const wave = 1 + 0.35 * Math.sin(share * 12) + 0.12 * Math.sin(index * 2.7) + 0.08 * Math.sin(index * 7.1);
  const slow = share > 0.88 ? 2.6 : 1;
  const p50 = 140 * wave * slow;
  return {
    count,
    min_ms: p50 * (0.6 + 0.1 * Math.sin(index * 1.7)),
    p50_ms: p50,
    p95_ms: count < 20 ? null : p50 * (1.7 + 0.2 * Math.sin(index * 1.3)),
    p99_ms: count < 100 ? null : p50 * (2.3 + 0.4 * Math.sin(index * 3.1)),
    max_ms: p50 * (3 + 0.6 * Math.sin(index * 3.1) + (index % 37 === 0 ? 4 : 0)),
    timeouts: share > 0.7 && share < 0.73 ? 4 : 0,
  };
}

export const result = (): Part<Result> => ({
  timestamp: ago(12_000),
  status: 'unhealthy',
  reason: 'unexpected_status',
  message: 'HTTP 503, expected 200',
  status_code: 503,
  response_time_ms: 128,
  duration_ms: 1_384,
  attempts: 2,
  phases: { dns_ms: 4.1, connect_ms: 11.2, tls_ms: 23.9, send_ms: 0.3, wait_ms: 84.6, receive_ms: 3.9 },
  findings: [],
  assertions: [
    {
      step: null,
      expr: 'response_time < duration("500ms")',
      passed: true,
      severity: 'degraded',
      message: null,
      explanation: '128 ms < 500 ms',
    },
    {
      step: null,
      expr: 'json.status == "pass"',
      passed: false,
      severity: 'unhealthy',
      message: null,
      explanation: 'expected "pass", got "fail"',
    },
  ],
  evidence: {
    headers: { 'content-type': 'application/json', server: 'nginx' },
    body: `{"status":"fail","note":"${hostileText.replaceAll('"', '\\"')}"}`,
  },
});

const monthS = 2_592_000;

/** A service that promises 99.9 %. */
function promised(name: string, availability: number | null, verdict: SlaFigures['verdict']): Part<SlaFigures> {
  const downS = Math.round((1 - (availability ?? 1)) * monthS);
  const hadTrouble = downS > 0;
  return {
    name,
    objective: { availability: 0.999 },
    verdict,
    availability,
    availability_lower: (availability ?? 0.001) - 0.001,
    availability_upper: availability ?? 1,
    coverage: availability === null ? 0.61 : 0.9997,
    durations: { service_seconds: monthS, down_seconds: downS },
    budget: { left_seconds: monthS / 1_000 - downS, seconds: monthS / 1_000, used: (1_000 * downS) / monthS },
    incidents_began: hadTrouble ? 2 : 0,
    mttr_seconds: hadTrouble ? downS / 2 : null,
    mtbf_seconds: hadTrouble ? monthS / 2 : null,
    mttd_seconds: hadTrouble ? 62 : null,
    mtta_seconds: hadTrouble ? 214 : null,
    latency: { answers: 86_240, timeouts: hadTrouble ? 4 : 0, p50_ms: 120, p95_ms: 231, p99_ms: 640 },
    previous_latency: { p95_ms: 218 },
    incidents: hadTrouble ? [outage(downS)] : [],
    soft_failures: [],
    gaps: [],
    exclusions: [
      {
        kind: 'maintenance',
        name: 'patching',
        by: 'ada',
        from: '2026-10-04T01:00:00.000Z',
        to: '2026-10-04T03:00:00.000Z',
        seconds: 7_200,
      },
    ],
    adjustments: [],
    adjusted: null,
  };
}

function outage(downS: number): Part<SlaFigures['incidents'][number]> {
  const startedAt = Date.parse('2026-10-13T08:12:00.000Z');
  return {
    id: '01JD5ZZ',
    message: 'HTTP 503, expected 200',
    started: new Date(startedAt).toISOString(),
    ended: new Date(startedAt + downS * 1_000).toISOString(),
    down_seconds: downS,
    acknowledged_by: 'ada',
  };
}

export function slaReport(): Part<SlaReport> {
  return {
    data_hash: '9f2b6c1de0a84735b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899'.slice(0, 64),
    period: {
      label: 'October 2026',
      from: '2026-09-30T22:00:00.000Z',
      to: '2026-10-31T23:00:00.000Z',
      timezone: 'Europe/Berlin',
      complete: true,
    },
    executive_line: '4 of 5 targets met; payment-api missed 99.9 % by 18 min',
    services: [
      promised('checkout', 0.99996, 'met'),
      { ...promised('images', 1, 'met'), objective: null, verdict: null, budget: null },
      promised('login', 0.99962, 'met'),
      promised('old-api', null, 'insufficient_data'),
      promised('payment-api', 0.99858, 'missed'),
      promised('search', 0.99978, 'met'),
    ],
  };
}

export function publicStatus(): PublicStatus {
  const days = (bad: Readonly<Record<number, State>>) =>
    Array.from({ length: 90 }, (_, index) => {
      const date = ago((89 - index) * dayMs).slice(0, 10);
      return { date, state: bad[89 - index] ?? ('up' as const), availability: 1 };
    });
  return {
    at: ago(20_000),
    health: 'degraded',
    sentence: '1 of 4 services is slower than usual: Search',
    services: [
      {
        name: 'Checkout',
        group: 'Shop',
        state: 'up',
        days: days({ 9: 'down', 41: 'degraded' }),
      },
      {
        name: 'Search',
        group: 'Shop',
        state: 'degraded',
        days: days({ 0: 'degraded', 22: 'down' }),
      },
      {
        name: 'Login',
        group: 'Accounts',
        state: 'up',
        days: days({ 1: 'down', 60: 'unknown', 61: 'unknown' }),
      },
      { name: 'Mail', group: 'Accounts', state: 'up', days: days({ 30: 'maintenance' }) },
    ],
  };
}
