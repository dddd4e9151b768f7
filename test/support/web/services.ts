import type { HeartbeatSlot, Overview, ServiceRow, ServiceState, State, Status } from '../../../web/src/api/types.ts';

const minuteMs = 60_000;

/** What the rows of these tests are of: the rest follows. */
export interface Wanted {
  readonly name: string;
  readonly group?: string | null;
  readonly status?: Status;
  readonly paused?: boolean;
  readonly inMaintenance?: boolean;
  readonly message?: string | null;
  readonly state?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly target?: string;
  readonly p95Ms?: number | null;
  readonly uptime?: readonly [day: number | null, month: number | null];
  readonly certificateDays?: number | null;
  /** The state of each of the last minutes where it was not up, counted back from now. */
  readonly minutes?: Readonly<Record<number, State>>;
  readonly incident?: string;
  readonly acknowledgedBy?: string;
}

let heldAt: number | undefined;

/** Holds the present of every made-up world at an instant (epoch ms), for pictures that are the same each time. */
export function holdPresent(at: number): void {
  heldAt = at;
}

/** An instant so many ms ago. */
export const ago = (ms: number): string => new Date((heldAt ?? Date.now()) - ms).toISOString();

/** A service as the overview shows it. */
export function serviceRow(wanted: Wanted): ServiceRow {
  const { name, status = 'healthy', paused = false, inMaintenance = false, incident } = wanted;
  const isDown = status === 'unhealthy';
  return {
    name,
    type: wanted.type ?? 'http',
    target: wanted.target ?? `https://${name}.shop.example/health`,
    group: wanted.group ?? null,
    tags: wanted.tags ?? {},
    status,
    state: wanted.state ?? status,
    confirmed_status: status,
    confirmed_since: ago(isDown ? 4 * minuteMs : 86_400_000),
    last_checked: ago(12_000),
    last_checked_age_ms: 12_000,
    stale: false,
    response_time_ms: isDown ? null : nowMs(wanted),
    status_code: isDown ? 503 : 200,
    message: wanted.message ?? null,
    flapping: false,
    paused,
    public: true,
    interval_ms: 30_000,
    runbook: 'https://wiki.example/runbooks/checkout',
    depends_on: [],
    silenced_until: null,
    maintenance_until: inMaintenance ? ago(-5_400_000) : null,
    incident:
      incident === undefined
        ? null
        : { id: incident, started: ago(4 * minuteMs), acknowledged_by: wanted.acknowledgedBy ?? null },
    next_check_at: ago(-18_000),
    circuit: null,
    slo: null,
    heartbeat: heartbeatOf(wanted),
    ...figuresOf(wanted),
  };
}

function nowMs({ status, p95Ms = 180 }: Wanted): number | null {
  return p95Ms === null || status === 'degraded' ? p95Ms : Math.round(p95Ms * 6) / 10;
}

function figuresOf({ p95Ms = 180, uptime = [1, 0.99987], certificateDays = 63 }: Wanted) {
  return { p95_ms: p95Ms, uptime_24h: uptime[0], uptime_30d: uptime[1], certificate_days: certificateDays };
}

function heartbeatOf({ minutes = {}, paused, inMaintenance }: Wanted): readonly HeartbeatSlot[] {
  const usual: State = paused ? 'paused' : inMaintenance ? 'maintenance' : 'up';
  return Array.from({ length: 60 }, (_, index) => {
    const state = minutes[59 - index] ?? usual;
    return { from: ago((60 - index) * minuteMs), state, checks: state === 'unknown' ? 0 : 2 };
  });
}

/** Minutes `from` up to `to` ago in one state. */
function during(from: number, to: number, state: State): Readonly<Record<number, State>> {
  return Object.fromEntries(Array.from({ length: to - from }, (_, index) => [from + index, state]));
}

/** The services of a shop with a bit of everything. */
export function shop(): readonly ServiceRow[] {
  const shopTags = { team: 'shop', tier: '1' };
  return [
    serviceRow({
      name: 'payment-api',
      group: 'checkout',
      status: 'unhealthy',
      state: 'unhealthy 4 min',
      message: 'HTTP 503, expected 200',
      tags: shopTags,
      incident: '01JD8Y5',
      uptime: [0.99712, 0.99931],
      p95Ms: 2_140,
      minutes: { ...during(0, 5, 'down'), ...during(5, 7, 'degraded') },
    }),
    serviceRow({
      name: 'search',
      group: 'storefront',
      status: 'degraded',
      state: 'degraded 11 min',
      message: 'slower than 800 ms: 1.24 s',
      p95Ms: 1_240,
      incident: '01JD8XQ',
      acknowledgedBy: 'ada',
      uptime: [0.9994, 0.99978],
      minutes: { ...during(0, 12, 'degraded'), ...during(31, 33, 'down') },
    }),
    serviceRow({
      name: 'eu-cache',
      group: 'storefront',
      type: 'tcp',
      target: 'cache.eu.internal:6379',
      status: 'unknown',
      state: 'unknown 3 min',
      message: 'the name server does not answer',
      certificateDays: null,
      p95Ms: 3,
      minutes: during(0, 3, 'unknown'),
    }),
    serviceRow({ name: 'checkout', group: 'checkout', tags: shopTags, p95Ms: 231, minutes: { 40: 'degraded' } }),
    serviceRow({
      name: 'orders-db',
      group: 'checkout',
      type: 'postgres',
      target: 'orders-db.internal:5432',
      p95Ms: 6,
      certificateDays: null,
      tags: { team: 'data' },
    }),
    serviceRow({ name: 'storefront', group: 'storefront', p95Ms: 312, certificateDays: 9, tags: { team: 'web' } }),
    serviceRow({ name: 'images', group: 'storefront', p95Ms: 88, certificateDays: 41 }),
    serviceRow({
      name: 'login',
      group: 'accounts',
      type: 'flow',
      p95Ms: 640,
      minutes: during(48, 50, 'down'),
      uptime: [0.9986, 0.99962],
    }),
    serviceRow({ name: 'profile', group: 'accounts', inMaintenance: true, p95Ms: 120, minutes: during(22, 60, 'up') }),
    serviceRow({
      name: 'mail',
      group: 'accounts',
      type: 'smtp',
      target: 'mail.shop.example:587',
      p95Ms: 410,
      certificateDays: 120,
    }),
    serviceRow({
      name: 'nightly-backup',
      type: 'heartbeat',
      target: 'calls every 1 d',
      p95Ms: null,
      certificateDays: null,
      tags: { team: 'data' },
    }),
    serviceRow({ name: 'old-api', paused: true, p95Ms: null, uptime: [null, 0.9951], certificateDays: 28 }),
    serviceRow({ name: 'zone', type: 'dns', target: 'shop.example A', p95Ms: 18, certificateDays: null }),
    serviceRow({ name: 'gateway', type: 'icmp', target: '10.0.0.1', p95Ms: 0.8, certificateDays: null }),
  ];
}

/** Everything healthy, with a name of its own each. */
export function many(count: number): readonly ServiceRow[] {
  return Array.from({ length: count }, (_, index) =>
    serviceRow({ name: `service-${String(index).padStart(4, '0')}`, group: `group ${index % 20}` }),
  );
}

/** The overview of these services. */
export function overviewOf(services: readonly ServiceRow[]): Overview {
  const counts = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0, maintenance: 0 };
  for (const row of services) counts[stateOf(row)] += 1;
  const down = services.filter((row) => stateOf(row) === 'unhealthy').map(({ name }) => name);
  return {
    at: ago(0),
    health:
      counts.unhealthy > 0
        ? 'unhealthy'
        : counts.degraded > 0
          ? 'degraded'
          : counts.unknown > 0
            ? 'unknown'
            : 'healthy',
    sentence:
      down.length > 0
        ? `${down.length} of ${services.length} services ${down.length === 1 ? 'is' : 'are'} down: ${down.join(', ')}, 4 min`
        : `All ${services.length} services are healthy`,
    counts,
    services,
  };
}

function stateOf({ paused, maintenance_until, status }: ServiceRow): ServiceState {
  if (paused) return 'paused';
  return maintenance_until === null ? status : 'maintenance';
}
