import type { AskedBadge, Badge, PublicDesk } from '../api/desks/public.ts';
import type { PublicStatusResource } from '../api/resources/overview.ts';
import type { ServiceResource } from '../api/resources/service.ts';
import type { Config } from '../config/config.ts';
import { availabilityOf, durationsOf, floorPercent } from '../domain/availability.ts';
import { sumTallies } from '../domain/check-tally.ts';
import { formatDuration } from '../domain/duration.ts';
import { cutByCalendar, dateIn } from '../domain/period.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { cutBy } from '../domain/ranges.ts';
import type { Service } from '../domain/service.ts';
import { worstState } from '../domain/worst-state.ts';
import type { Store } from '../storage/store.ts';
import { headOf } from './api-head.ts';
import type { LiveServices } from './api-live.ts';
import { type StandingParts, serviceResource } from './api-standing.ts';
import { figuresIn, readPasts } from './history/past.ts';

export interface PublicParts extends StandingParts {
  readonly store: Store;
  readonly live: LiveServices;
}

const dayMs = 86_400_000;
const shownDays = 90;
// Everybody may ask, and it takes a while.
const keptMs = 60_000;

type DayState = PublicStatusResource['services'][number]['days'][number];

/** What everybody may see of the services that are marked so. */
export function createPublicDesk(parts: PublicParts): PublicDesk {
  const readDays = keeping(keptMs, parts, () => readPublicDays(parts));
  return {
    async status() {
      const { clock } = parts;
      const days = await readDays();
      const services = publicServices(parts.monitor.config).map((configured) => serviceResource(configured, parts));
      const { at, health, sentence } = headOf(services, clock.now());
      return {
        at,
        health,
        sentence,
        services: services.map((service) => ({
          name: service.name,
          group: service.group,
          state: stateOf(service),
          days: days.get(service.name) ?? [],
        })),
      };
    },
    async badge(name, asked) {
      const configured = parts.monitor.config.services.find(({ service }) => service.name === name);
      if (configured === undefined) return undefined;
      const resource = serviceResource(configured, parts);
      const said = await badgeSays[asked.kind](resource, asked, { ...parts, service: configured.service });
      return { isPublic: resource.public, ...said };
    },
  };
}

function publicServices({ services }: Config): Config['services'] {
  return services.filter(({ service }) => service.isPublic === true);
}

function stateOf({ paused, maintenance_until: until, status }: ServiceResource) {
  if (paused) return 'paused' as const;
  return until === null ? states[status] : ('maintenance' as const);
}

const states = { healthy: 'up', degraded: 'degraded', unhealthy: 'down', unknown: 'unknown' } as const;

async function readPublicDays({ store, monitor, clock }: PublicParts): Promise<ReadonlyMap<string, DayState[]>> {
  const { timezone } = monitor.config.reports;
  const nowAt = clock.now();
  const range = { fromAt: nowAt - (shownDays - 1) * dayMs, toAt: nowAt };
  const days = cutByCalendar(range, 'day', timezone).slice(-shownDays);
  const found = new Map<string, DayState[]>();
  for (const { service } of publicServices(monitor.config)) {
    const [past] = await readPasts(store, [service], range);
    const firstAt = past?.track[0]?.fromAt ?? nowAt;
    const parts = past === undefined ? [] : cutBy(past.timeline, days);
    found.set(
      toPlainLine(service.name),
      days.map(({ fromAt, toAt }, index) => {
        const part = parts[index] ?? [];
        const availability = availabilityOf(durationsOf(part), past?.objective?.degradedWeight).availability ?? null;
        // A part of a day of which nothing is known says less than the rest.
        const known = part.filter(({ state }) => state !== 'unknown');
        const state = toAt <= firstAt ? null : worstState(known.length > 0 ? known : part);
        return { date: dateIn(timezone, fromAt), state, availability };
      }),
    );
  }
  return found;
}

/** The same answer to all who ask within so many ms of the first; after a failure the next one asks again. */
function keeping<Value>(ms: number, { clock }: Pick<PublicParts, 'clock'>, read: () => Promise<Value>) {
  let kept: { readonly at: number; readonly value: Promise<Value> } | undefined;
  return () => {
    const nowAt = clock.monotonic();
    if (kept !== undefined && nowAt - kept.at < ms) return kept.value;
    const value = read();
    const reading = { at: nowAt, value };
    kept = reading;
    value.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return value;
  };
}

type Says = (
  service: ServiceResource,
  asked: AskedBadge,
  parts: PublicParts & { readonly service: Service },
) => Promise<Omit<Badge, 'isPublic'>> | Omit<Badge, 'isPublic'>;

const unknown = { message: 'unknown', tone: 'none' } as const;

const badgeSays: Readonly<Record<AskedBadge['kind'], Says>> = {
  status(service) {
    const state = stateOf(service);
    const tones = { up: 'good', degraded: 'fair', down: 'bad', unknown: 'none', paused: 'none', maintenance: 'none' };
    return { label: service.name, message: state, tone: tones[state] as Badge['tone'] };
  },
  async uptime(_resource, { windowMs }, { store, clock, service }) {
    const nowAt = clock.now();
    const range = { fromAt: nowAt - windowMs, toAt: nowAt };
    const [past] = await readPasts(store, [service], range);
    const share = past && figuresIn(past, range, sumTallies([])).availability.availability;
    const label = `uptime ${windowMs === dayMs ? '24h' : `${Math.round(windowMs / dayMs)}d`}`;
    if (share === undefined) return { label, ...unknown };
    return { label, message: `${floorPercent(share)}%`, tone: toneOfShare(share, service) };
  },
  'response-time'({ name }, _asked, { figures, service }) {
    const { p95Ms } = figures.of(name);
    const label = 'response time';
    if (p95Ms === undefined) return { label, ...unknown };
    const { responseTimeWarningMs, responseTimeCriticalMs } = service.expectations;
    const slow = p95Ms > responseTimeCriticalMs ? 'bad' : 'fair';
    return { label, message: formatDuration(p95Ms), tone: p95Ms > responseTimeWarningMs ? slow : 'good' };
  },
  certificate(_resource, _asked, { live, clock, service }) {
    const { certificateAt } = live.of(service.name);
    const label = 'certificate';
    if (certificateAt === undefined) return { label, message: 'none', tone: 'none' };
    const leftMs = certificateAt - clock.now();
    if (leftMs <= 0) return { label, message: 'expired', tone: 'bad' };
    const days = Math.floor(leftMs / dayMs);
    const isSoon = leftMs < service.expectations.certificateExpiryWarningMs;
    return { label, message: `${days} ${days === 1 ? 'day' : 'days'}`, tone: isSoon ? 'fair' : 'good' };
  },
};

const usualObjective = 0.999;
const poor = 0.99;

function toneOfShare(share: number, { slo }: Service): Badge['tone'] {
  const promised = slo?.objective.availability ?? usualObjective;
  if (share >= promised) return 'good';
  return share >= Math.min(poor, promised) ? 'fair' : 'bad';
}
