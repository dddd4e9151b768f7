import type { DeploymentDesk } from '../api/desks/deployments.ts';
import type { Config, ConfiguredService } from '../config/config.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Secret } from '../domain/secret.ts';
import { DeploymentAlerts } from '../monitor/deployment-alerts.ts';
import { DeploymentWatch } from '../monitor/deployment-watch.ts';
import type { Publish } from '../monitor/events.ts';
import type { Pipeline } from '../monitor/pipeline.ts';
import { RollbackWebhooks } from '../monitor/rollback-webhooks.ts';
import type { ServiceStates } from '../monitor/service-states.ts';
import { deploymentDocument } from '../reporting/deployment-document.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';
import { type Chore, startChore } from './chore.ts';
import { createDeploymentDesk } from './deployment-desk.ts';
import { logDeployment, logRollbackTold } from './deployment-log.ts';
import type { Effects } from './effects.ts';
import type { Log } from './log.ts';

export interface DeploymentsParts {
  readonly store: Store;
  readonly states: Pick<ServiceStates, 'of' | 'withAlerts'>;
  readonly pipeline: Pick<Pipeline, 'observe'>;
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'random' | 'http'>;
  readonly log: Log;
  /** Told of every deployment that stands differently now. */
  readonly publish: Publish;
  /** Looks at a service as soon as possible. */
  hasten(service: string): void;
  onDefect(error: unknown): void;
}

/** What the monitor does about deployments. */
export interface Deployments {
  readonly desk: DeploymentDesk;
  /** Goes by this configuration from now on. */
  use(config: Pick<Config, 'services' | 'deployments'>): void;
  /** Begins to look again and again. */
  start(): readonly Chore[];
}

// How late a deployment that another process has told may be taken up.
const lookEveryMs = 2_000;
const hastenEveryMs = 1_000;
const sendEveryMs = 1_000;
const tellEveryMs = 1_000;

/** Puts the watch of deployments and the telling of rollbacks together; they know no service until they are given a configuration. */
export function createDeployments(parts: DeploymentsParts): Deployments {
  const { store, states, pipeline, effects, log, hasten, onDefect, publish } = parts;
  const { clock, startTimer } = effects;
  const current: { services: ReadonlyMap<string, ConfiguredService>; defaults: Config['deployments'] | undefined } = {
    services: new Map(),
    defaults: undefined,
  };
  const webhookOf = (name: string): Secret | undefined =>
    current.services.get(name)?.service.deployments?.rollbackWebhook ?? current.defaults?.rollbackWebhook;
  const alerts = new DeploymentAlerts({ store, states, pipeline, clock });
  const tell = (deployment: Deployment) => {
    alerts.changed();
    publish({ kind: 'deployment', deployment });
  };
  const watch = new DeploymentWatch({
    ...{ store, states, clock, hasten },
    changed(deployment) {
      logDeployment(deployment, log);
      tell(deployment);
    },
  });
  const webhooks = new RollbackWebhooks({
    ...effects,
    store,
    webhookOf,
    bodyOf: (deployment) => ({ schema: 'svcmon.deployment/v1', deployment: deploymentDocument(deployment) }),
    told(deployment) {
      logRollbackTold(deployment, log);
      tell(deployment);
    },
  });
  const desk = createDeploymentDesk({
    store,
    ...effects,
    changed: tell,
    isKnown: (name) => current.services.has(name),
    bakeTimeOf: (name) => bakeTimeIn(current.services.get(name), current.defaults),
    hasWebhook: (name) => webhookOf(name) !== undefined,
  });
  const chore = (everyMs: number, work: () => Promise<void>) =>
    startChore({ everyMs: () => everyMs, work: () => whileStored(work), startTimer, onDefect });
  return {
    desk,
    use({ services, deployments }) {
      current.services = new Map(services.map((configured) => [configured.service.name, configured]));
      current.defaults = deployments;
      watch.use(services.map(({ service, probe }) => ({ ...service, calls: probe.calledBy !== undefined })));
      alerts.use(services.map(({ service, probe: { target } }) => ({ ...service, target })));
    },
    start() {
      const ending = new AbortController();
      const sending = chore(sendEveryMs, () => webhooks.send(ending.signal));
      return [
        chore(lookEveryMs, () => watch.look()),
        chore(tellEveryMs, () => alerts.look()),
        chore(hastenEveryMs, async () => watch.hasten()),
        {
          async stop() {
            ending.abort();
            await sending.stop();
          },
        },
      ];
    },
  };
}

/** For how long a service is watched where nothing else is said, ms. */
export function bakeTimeIn(
  configured: Pick<ConfiguredService, 'service'> | undefined,
  defaults: Config['deployments'] | undefined,
): number {
  return configured?.service.deployments?.bakeTimeMs ?? defaults?.bakeTimeMs ?? usualBakeTimeMs;
}

const usualBakeTimeMs = 600_000;

/** That the store is away is told by who writes to it; what could not be read is read the next time. */
async function whileStored(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
