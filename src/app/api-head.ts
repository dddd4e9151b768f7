import type { OverviewResource } from '../api/resources/overview.ts';
import type { ServiceResource } from '../api/resources/service.ts';
import { type Status, worstStatus } from '../domain/status.ts';
import { formatAge } from '../reporting/age.ts';
import { toInstant } from '../reporting/machine-values.ts';

type Counts = OverviewResource['counts'];

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
