import type { ServiceResource, ServiceRowResource } from '../api/resources/service.ts';
import type { ConfiguredService } from '../config/config.ts';
import type { TimeRange } from '../domain/calendar.ts';
import { type MaintenanceWindow, matchesService } from '../domain/silence.ts';
import { announcedIn, windowRange } from '../domain/sla-lists.ts';
import { byWorstFirst } from '../domain/status.ts';
import { msOrNull, toInstant } from '../reporting/machine-values.ts';
import { createTurns } from '../storage/pace.ts';
import type { Pause } from '../storage/store.ts';
import { headOf } from './api-head.ts';
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

/**
 * Writes the overview from memory, one for all who ask meanwhile, and makes way for everything else meanwhile. The last hour of a service is written anew
 * only where something was heard of it, or a minute is over.
 */
export function createOverview(parts: OverviewParts): () => Promise<string> {
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
  return shared(async () => {
    const nowAt = parts.clock.now();
    const { services } = parts.monitor.config;
    const giveTurn = createTurns(parts.clock);
    if (written.size > services.length) forget(written, services);
    const hour = hourUpTo(nowAt);
    const rows: Row[] = [];
    for (const configured of services) {
      const service = serviceResource(configured, parts);
      const figures = rowFigures(configured, parts, nowAt);
      const own = `${JSON.stringify(service).slice(0, -1)},${JSON.stringify(figures).slice(1, -1)}`;
      rows.push({ service, json: `${own},"heartbeat":${heartbeatOf(configured, hour)}}` });
      await giveTurn();
    }
    rows.sort((a, b) => byWorstFirst(a.service.status, b.service.status));
    const head = JSON.stringify(
      headOf(
        rows.map(({ service }) => service),
        nowAt,
      ),
    );
    return `${head.slice(0, -1)},"services":[${rows.map(({ json }) => json).join(',')}]}`;
  });
}

/** One at a time: whoever asks meanwhile gets the next one, together with all others who do, as fresh as one of their own. */
function shared<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let underWay: Promise<void> | undefined;
  let next: Promise<Value> | undefined;
  const begin = () => {
    next = undefined;
    const made = make();
    const end = () => {
      if (underWay === ended) underWay = undefined;
    };
    const ended = made.then(end, end);
    underWay = ended;
    return made;
  };
  return () => {
    if (underWay === undefined) return begin();
    next ??= underWay.then(begin);
    return next;
  };
}

interface Row {
  readonly service: ServiceResource;
  readonly json: string;
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
