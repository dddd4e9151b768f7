import type { OverviewResource } from '../api/resources/overview.ts';
import type { ServiceResource, ServiceRowResource } from '../api/resources/service.ts';
import type { ConfiguredService } from '../config/config.ts';
import type { TimeRange } from '../domain/calendar.ts';
import { type MaintenanceWindow, matchesService } from '../domain/silence.ts';
import { announcedIn, windowRange } from '../domain/sla-lists.ts';
import { byWorstFirst, type Status, worstStatus } from '../domain/status.ts';
import { formatAge } from '../reporting/age.ts';
import { msOrNull, toInstant } from '../reporting/machine-values.ts';
import type { Pause } from '../storage/store.ts';
import { minutesUpTo } from './api-last-hour.ts';
import type { LiveServices } from './api-live.ts';
import { type StandingParts, serviceResource } from './api-standing.ts';

const dayMs = 86_400_000;

/** What was planned and paused over the last hour. */
export interface HourExclusions {
  readonly windows: readonly MaintenanceWindow[];
  readonly pauses: readonly Pause[];
  /** Changes with them. */
  readonly version: number;
}

export interface OverviewParts extends StandingParts {
  readonly live: LiveServices;
  exclusions(): HourExclusions;
}

type Counts = OverviewResource['counts'];

/** Writes the overview from memory. The last hour of a service is written anew only where something was heard of it, or a minute is over. */
export function createOverview(parts: OverviewParts): () => string {
  const written = new Map<string, { readonly key: string; readonly json: string }>();
  const heartbeatOf = (configured: ConfiguredService, hour: Hour): string => {
    const { name } = configured.service;
    const key = `${hour.heads[0]} ${parts.live.of(name).version} ${parts.exclusions().version}`;
    const known = written.get(name);
    if (known?.key === key) return known.json;
    const json = heartbeat(configured, parts, hour);
    written.set(name, { key, json });
    return json;
  };
  return () => {
    const nowAt = parts.clock.now();
    const { services } = parts.monitor.config;
    const rows = services
      .map((configured) => ({ configured, service: serviceResource(configured, parts) }))
      .toSorted((a, b) => byWorstFirst(a.service.status, b.service.status));
    if (written.size > services.length) forget(written, services);
    const hour = hourUpTo(nowAt);
    const head = headOf(
      rows.map(({ service }) => service),
      nowAt,
    );
    const texts = rows.map(({ configured, service }) => {
      const figures = rowFigures(configured, parts, nowAt);
      return `${JSON.stringify(service).slice(0, -1)},${JSON.stringify(figures).slice(1, -1)},"heartbeat":${heartbeatOf(configured, hour)}}`;
    });
    return `${JSON.stringify(head).slice(0, -1)},"services":[${texts.join(',')}]}`;
  };
}

function forget(written: Map<string, unknown>, services: readonly ConfiguredService[]): void {
  const names = new Set(services.map(({ service }) => service.name));
  for (const name of written.keys()) if (!names.has(name)) written.delete(name);
}

function rowFigures({ service }: ConfiguredService, { figures, live }: OverviewParts, nowAt: number) {
  const { uptime24h = null, uptime30d = null, p95Ms } = figures.of(service.name);
  const { certificateAt } = live.of(service.name);
  return {
    p95_ms: msOrNull(p95Ms),
    uptime_24h: uptime24h,
    uptime_30d: uptime30d,
    certificate_days: certificateAt === undefined ? null : Math.floor((certificateAt - nowAt) / dayMs),
  } satisfies Partial<ServiceRowResource>;
}

/** The minutes of the last hour, and how a slot of each begins as JSON. */
interface Hour {
  readonly minutes: readonly TimeRange[];
  readonly heads: readonly string[];
}

function hourUpTo(nowAt: number): Hour {
  const minutes = minutesUpTo(nowAt);
  return { minutes, heads: minutes.map(({ fromAt }) => `{"from":"${toInstant(fromAt)}","state":`) };
}

/** As JSON at once: sixty thousand objects would take longer than everything else. */
function heartbeat(
  { service }: ConfiguredService,
  { live, exclusions }: OverviewParts,
  { minutes, heads }: Hour,
): string {
  const { windows, pauses } = exclusions();
  const toAt = minutes.at(-1)?.toAt ?? 0;
  const slots = live.of(service.name).hour.slotsOf(minutes, {
    troubles: live.troublesOf(service.name, toAt),
    maintenance: windows
      .filter((window) => announcedIn(window) && matchesService(window.match, service))
      .map(windowRange),
    pauses: pauses.flatMap(({ service: name, fromAt, toAt: endsAt = toAt }): readonly TimeRange[] =>
      name === service.name ? [{ fromAt, toAt: endsAt }] : [],
    ),
  });
  const texts = slots.map(({ state, checks }, index) => {
    return `${heads[index]}${state === null ? 'null' : `"${state}"`},"checks":${checks}}`;
  });
  return `[${texts.join(',')}]`;
}

/** What the overview says of all services together. */
export function headOf(services: readonly ServiceResource[], nowAt: number): Omit<OverviewResource, 'services'> {
  const counts: Counts = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, paused: 0, maintenance: 0 };
  for (const service of services) counts[classOf(service)] += 1;
  const watched = services.filter((service) => classOf(service) === service.status);
  return {
    at: toInstant(nowAt),
    health: worstStatus(
      watched.map(({ confirmed_status: confirmed, stale }) => (stale ? 'unknown' : (confirmed ?? 'unknown'))),
    ),
    sentence: sentenceOf(services.length, watched, nowAt),
    counts,
  };
}

/** Each counts once. */
function classOf({ paused, maintenance_until: until, status }: ServiceResource): keyof Counts {
  if (paused) return 'paused';
  return until === null ? status : 'maintenance';
}

const mostNames = 3;
const wordings: Readonly<Record<Exclude<Status, 'healthy'>, string>> = {
  unhealthy: 'down',
  degraded: 'degraded',
  unknown: 'unknown',
};

/** `1 of 12 services is down: api, 4 min`. */
function sentenceOf(total: number, watched: readonly ServiceResource[], nowAt: number): string {
  if (total === 0) return 'no services yet';
  const worst = (['unhealthy', 'degraded', 'unknown'] as const).find((wanted) =>
    watched.some(({ status }) => status === wanted),
  );
  if (watched.length === 0) return 'nobody is told of anything: all are paused or in maintenance';
  if (worst === undefined)
    return watched.length === 1 ? 'the service is healthy' : `all ${watched.length} services are healthy`;
  const affected = watched.filter(({ status }) => status === worst);
  const names = affected.slice(0, mostNames).map(({ name }) => name);
  const more = affected.length - names.length;
  const [only] = affected;
  const since = affected.length === 1 ? sinceOf(only, nowAt) : '';
  const listed = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}${since}`;
  const are = affected.length === 1 ? 'is' : 'are';
  return `${affected.length} of ${total} ${total === 1 ? 'service' : 'services'} ${are} ${wordings[worst]}: ${listed}`;
}

function sinceOf(service: ServiceResource | undefined, nowAt: number): string {
  const { status, confirmed_status: confirmed, confirmed_since: since } = service ?? {};
  if (since === undefined || since === null || status !== confirmed) return '';
  return `, ${formatAge(nowAt - Date.parse(since))}`;
}
