import type { TimeRange } from '../domain/calendar.ts';
import type { Clock } from '../domain/clock.ts';
import { bakedAt, beginDeployment, type Deployment, isOpen } from '../domain/deployment.ts';
import type { WindowSample } from '../domain/deployment-evidence.ts';
import { type DeploymentLook, endUnjudged, lookAtDeployment } from '../domain/deployment-verdict.ts';
import { overlap } from '../domain/ranges.ts';
import type { Service } from '../domain/service.ts';
import type { Store } from '../storage/store.ts';
import { raisedIntervalMs } from './raised-rate.ts';
import type { ServiceStates } from './service-states.ts';

/** A service as far as its deployments are concerned. */
export type DeployedService = Pick<Service, 'name' | 'intervalMs' | 'rateLimit'> & {
  /** It calls us: there is nothing to ask more often. */
  readonly calls?: boolean;
};

export interface DeploymentWatchParts {
  readonly store: Pick<Store, 'deployments' | 'changeDeployment' | 'tallySeries' | 'tracks' | 'incidentsBetween'>;
  readonly states: Pick<ServiceStates, 'of'>;
  readonly clock: Clock;
  /** Looks at a service as soon as possible. */
  hasten(service: string): void;
  /** Told of every deployment that begins to be watched, or ends, after that is stored. */
  changed(deployment: Deployment): void;
}

interface Watched {
  readonly before: WindowSample;
  /** Of the last result that it was looked at with. */
  lookedWithAt: number | undefined;
}

// More are watched one after another.
const mostAtOnce = 1_000;
const leastBeforeMs = 1_800_000;
const mostBeforeMs = 86_400_000;
// So that there are answers enough to compare with.
const intervalsBefore = 30;

/** Takes up deployments as they are told, has their services checked more often meanwhile, and judges them. */
export class DeploymentWatch {
  readonly #parts: DeploymentWatchParts;
  readonly #watched = new Map<string, Watched>();
  readonly #askedAt = new Map<string, number>();
  #services: ReadonlyMap<string, DeployedService> = new Map();
  /** The names of the services that are checked at a raised rate. */
  #raised: readonly string[] = [];

  constructor(parts: DeploymentWatchParts) {
    this.#parts = parts;
  }

  /** Goes by these services from now on. */
  use(services: readonly DeployedService[]): void {
    this.#services = new Map(services.map((service) => [service.name, service]));
  }

  /** Takes up what is new, and looks at what is watched. Rejects with StoreUnavailable. */
  async look(): Promise<void> {
    const { store } = this.#parts;
    const owed = await store.deployments({ owed: true, limit: mostAtOnce });
    const open = owed.filter(isOpen);
    const going: Deployment[] = [];
    for (const deployment of open) {
      const successor = open.find((other) => follows(other, deployment));
      const next = await this.#goOn(deployment, successor);
      if (next?.status === 'in_progress') going.push(next);
    }
    this.#raised = [...new Set(going.map(({ service }) => service))];
    const ids = new Set(going.map(({ id }) => id));
    for (const id of this.#watched.keys()) if (!ids.has(id)) this.#watched.delete(id);
    for (const name of this.#askedAt.keys()) if (!this.#raised.includes(name)) this.#askedAt.delete(name);
  }

  /** Has the services checked that were not looked at for as long as their raised rate allows. To be called once a second. */
  hasten(): void {
    const { clock, states } = this.#parts;
    const nowAt = clock.now();
    for (const name of this.#raised) {
      const service = this.#services.get(name);
      const everyMs = service && !service.calls ? raisedIntervalMs(service) : undefined;
      const seenAt = Math.max(states.of(name).health?.lastResultAt ?? 0, this.#askedAt.get(name) ?? 0);
      // A clock that was set back must not end it.
      if (everyMs === undefined || (nowAt - seenAt < everyMs && nowAt >= seenAt)) continue;
      this.#askedAt.set(name, nowAt);
      this.#parts.hasten(name);
    }
  }

  async #goOn(deployment: Deployment, successor: Deployment | undefined): Promise<Deployment | undefined> {
    const at = this.#now();
    if (!this.#services.has(deployment.service)) {
      const text = `${deployment.service} is not configured any more`;
      return this.#change(deployment, (stored) => endUnjudged(stored, { reason: 'removed', text, at }));
    }
    if (successor !== undefined) {
      const text = `${successor.version} was deployed before it could be`;
      return this.#change(deployment, (stored) => endUnjudged(stored, { reason: 'superseded', text, at }));
    }
    if (deployment.status === 'pending') return this.#change(deployment, (stored) => beginPending(stored, at));
    return this.#judge(deployment);
  }

  /** Only where there is something new to look at, or the time is over. */
  async #judge(deployment: Deployment): Promise<Deployment | undefined> {
    const { health } = this.#parts.states.of(deployment.service);
    const watched = this.#watched.get(deployment.id) ?? (await this.#begin(deployment));
    const nowAt = this.#now();
    const isOver = nowAt >= bakedAt(deployment);
    if (!isOver && watched.lookedWithAt === health?.lastResultAt) return deployment;
    const look = await this.#read(deployment, watched, nowAt);
    watched.lookedWithAt = health?.lastResultAt;
    return this.#change(deployment, (stored) => (isOpen(stored) ? lookAtDeployment(stored, look) : stored));
  }

  async #begin({ id, service, createdAt, bakeTimeMs }: Deployment): Promise<Watched> {
    const { intervalMs = 0 } = this.#services.get(service) ?? {};
    const wishedMs = Math.max(bakeTimeMs, leastBeforeMs, intervalsBefore * intervalMs);
    const before = { fromAt: createdAt - Math.min(mostBeforeMs, wishedMs), toAt: createdAt };
    const watched = { before: await this.#sample(service, before), lookedWithAt: undefined };
    this.#watched.set(id, watched);
    return watched;
  }

  async #read(deployment: Deployment, { before }: Watched, nowAt: number): Promise<DeploymentLook> {
    const { store } = this.#parts;
    const { service, createdAt, startedAt = createdAt } = deployment;
    const range = { fromAt: startedAt, toAt: Math.max(startedAt + 1, Math.min(nowAt, bakedAt(deployment))) };
    const [after, tracks, told] = await Promise.all([
      this.#sample(service, range),
      store.tracks({ service, ...range }),
      store.incidentsBetween({ service, ...range, toAt: range.toAt + 1 }),
    ]);
    const known = tracks.flatMap(({ track }) => track.filter(({ status }) => status !== 'unknown'));
    const seenMs = known.reduce((sum, span) => sum + lengthOf(overlap(span, range)), 0);
    return { before, after, seenMs, incidents: told.map(({ incident }) => incident), nowAt };
  }

  async #sample(service: string, { fromAt, toAt }: TimeRange): Promise<WindowSample> {
    const series = await this.#parts.store.tallySeries({ service, cuts: [fromAt, toAt] });
    const tally = series[0]?.parts[0];
    return { fromAt, toAt, ...(tally && { tally }) };
  }

  async #change(
    { id, status }: Deployment,
    change: (deployment: Deployment) => Deployment,
  ): Promise<Deployment | undefined> {
    const changed = await this.#parts.store.changeDeployment(id, change);
    if (changed !== undefined && changed.status !== status) this.#parts.changed(changed);
    return changed;
  }

  #now(): number {
    return Math.floor(this.#parts.clock.now());
  }
}

/** Whether the other is a later one of the same service to the same environment. */
function follows(other: Deployment, { id, service, environment, createdAt }: Deployment): boolean {
  if (other.service !== service || other.environment !== environment || other.id === id) return false;
  return other.createdAt > createdAt || (other.createdAt === createdAt && other.id > id);
}

function beginPending(deployment: Deployment, at: number): Deployment {
  return deployment.status === 'pending' ? beginDeployment(deployment, at) : deployment;
}

function lengthOf(range: TimeRange | undefined): number {
  return range === undefined ? 0 : range.toAt - range.fromAt;
}
