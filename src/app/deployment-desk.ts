import type { DeploymentDesk } from '../api/desks/deployments.ts';
import type { Clock } from '../domain/clock.ts';
import { type Deployment, rollBackDeployment } from '../domain/deployment.ts';
import type { DeploymentRequest } from '../domain/deployment-request.ts';
import { createMakeId } from '../monitor/make-id.ts';
import type { Store } from '../storage/store.ts';

export interface DeploymentDeskParts {
  readonly store: Pick<
    Store,
    'deployments' | 'countDeployments' | 'deployment' | 'saveDeployment' | 'changeDeployment'
  >;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Whether a service is configured. */
  isKnown(service: string): boolean;
  /** For how long it is watched where nothing else is said, ms. */
  bakeTimeOf(service: string): number;
  /** Whether its rollbacks are told anywhere. */
  hasWebhook(service: string): boolean;
  /** Told of every deployment that is recorded or rolled back, after that is stored. */
  changed?(deployment: Deployment): void;
}

/** The same desk for the monitor, and for commands beside it. */
export function createDeploymentDesk(parts: DeploymentDeskParts): DeploymentDesk {
  const { store, clock } = parts;
  const makeId = createMakeId(parts);
  const now = () => Math.floor(clock.now());
  return {
    async record(request) {
      if (!parts.isKnown(request.service)) return undefined;
      const deployment = toDeployment(request, {
        id: makeId(),
        createdAt: now(),
        bakeTimeMs: parts.bakeTimeOf(request.service),
      });
      await store.saveDeployment(deployment);
      parts.changed?.(deployment);
      return deployment;
    },
    async rollBack(id, order) {
      const at = now();
      let isDone = false;
      const deployment = await store.changeDeployment(id, (stored) => {
        const webhook = parts.hasWebhook(stored.service) ? { status: 'pending' as const, at, attempts: 0 } : undefined;
        const changed = rollBackDeployment(stored, { ...order, at, ...(webhook && { webhook }) });
        isDone = changed !== undefined;
        return changed ?? stored;
      });
      if (deployment === undefined) return { kind: 'not_found' };
      if (isDone) parts.changed?.(deployment);
      return { kind: isDone ? 'done' : 'wrong_state', deployment };
    },
    get: (id) => store.deployment(id),
    async list(query) {
      const { limit: _, offset: __, ...filter } = query;
      const [items, total] = await Promise.all([store.deployments(query), store.countDeployments(filter)]);
      return { items, total };
    },
  };
}

function toDeployment(
  { service, version, environment, commit, url, by, bake_time_ms: askedMs }: DeploymentRequest,
  { id, createdAt, bakeTimeMs }: Pick<Deployment, 'id' | 'createdAt' | 'bakeTimeMs'>,
): Deployment {
  return {
    id,
    service,
    version,
    environment,
    ...(commit !== undefined && { commit }),
    ...(url !== undefined && { url }),
    ...(by !== undefined && { by }),
    bakeTimeMs: askedMs ?? bakeTimeMs,
    status: 'pending',
    createdAt,
  };
}
