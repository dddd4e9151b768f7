import type { ListedService } from '../api/desks/services.ts';
import type { ServiceResource } from '../api/resources/service.ts';
import type { ConfiguredService } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { maintenanceOf, silenceOf } from '../domain/silence.ts';
import { slotAfter, slotPlan } from '../domain/slots.ts';
import { lineOrNull, plainRecord, toInstant } from '../reporting/machine-values.ts';
import { type Standing, standingDocument } from '../reporting/standing-document.ts';
import type { FigureBook } from './api-figures.ts';
import type { Live, LiveServices } from './api-live.ts';
import type { Monitor } from './monitor.ts';
import { seenVerdict } from './seen-verdict.ts';

export interface StandingParts {
  readonly monitor: Pick<Monitor, 'config' | 'stateOf' | 'isPaused' | 'surroundings'>;
  readonly live: Pick<LiveServices, 'of'>;
  readonly figures: Pick<FigureBook, 'of'>;
  readonly clock: Clock;
}

/** How a service stands at this moment, from memory alone. */
function standingNow({ service }: ConfiguredService, parts: StandingParts, live: Live): Standing {
  const { monitor, figures, clock } = parts;
  const nowAt = clock.now();
  const { silences, maintenance: windows, acknowledged } = monitor.surroundings();
  const { health, incident } = monitor.stateOf(service.name);
  const paused = monitor.isPaused(service.name);
  const { results } = live;
  const silence = silenceOf(silences, service, nowAt);
  const maintenance = maintenanceOf(windows, service, nowAt);
  const { slo } = figures.of(service.name);
  // What a person has said reaches memory with the next reading.
  const said = incident && acknowledged.get(incident.id);
  return {
    service,
    ...seenVerdict(service, { health, results, paused, nowAt }),
    results,
    paused,
    ...(health && { health }),
    ...(incident && { incident: said === undefined ? incident : { ...incident, acknowledged: said } }),
    ...(silence && { silence }),
    ...(maintenance && { maintenance }),
    ...(slo && { slo }),
  };
}

/** What a service is chosen and ordered by in a list. */
export function listedService(configured: ConfiguredService, parts: StandingParts): ListedService {
  const { service } = configured;
  const { monitor, live, clock } = parts;
  const { results } = live.of(service.name);
  const { health } = monitor.stateOf(service.name);
  const paused = monitor.isPaused(service.name);
  const { name, group, target, tags } = plainFacts(configured);
  // As below: nothing is spread.
  return {
    name,
    group,
    target,
    tags,
    status: seenVerdict(service, { health, results, paused, nowAt: clock.now() }).status,
    lastCheckedAt: health?.lastResultAt,
    responseTimeMs: results.at(-1)?.responseTimeMs,
    resource: () => serviceResource(configured, parts),
  };
}

const plain = new WeakMap<ConfiguredService, Pick<ListedService, 'name' | 'group' | 'target' | 'tags'>>();

function plainFacts(configured: ConfiguredService) {
  const known = plain.get(configured);
  if (known !== undefined) return known;
  const { service, probe } = configured;
  const facts = {
    name: toPlainLine(service.name),
    group: lineOrNull(service.group),
    target: toPlainLine(probe.target),
    tags: plainRecord(service.tags),
  };
  plain.set(configured, facts);
  return facts;
}

/** A service and how it stands, as the API shows it. */
export function serviceResource(configured: ConfiguredService, parts: StandingParts): ServiceResource {
  const { service, probe } = configured;
  const live = parts.live.of(service.name);
  const nowAt = parts.clock.now();
  const standing = standingNow(configured, parts, live);
  // Of a thousand services at once: spreading into a literal, or out of one, takes several times as long.
  return Object.assign(standingDocument(standing, nowAt), {
    type: probe.type,
    target: toPlainLine(probe.target),
    public: service.isPublic === true,
    interval_ms: service.intervalMs,
    runbook: lineOrNull(service.runbook),
    depends_on: (service.dependsOn ?? []).map(toPlainLine),
    next_check_at: standing.paused ? null : toInstant(slotAfter(nowAt, slotPlan(service.name, service.intervalMs))),
    circuit: circuitResource(live, nowAt),
  });
}

function circuitResource({ circuit }: Live, nowAt: number): ServiceResource['circuit'] {
  if (circuit === undefined) return null;
  const { state, nextProbeInMs, at } = circuit;
  return { state, next_probe_in_ms: nextProbeInMs === undefined ? null : Math.max(0, at + nextProbeInMs - nowAt) };
}
