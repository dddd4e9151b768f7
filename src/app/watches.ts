import type { DeploymentDesk } from '../api/desks/deployments.ts';
import type { Config } from '../config/config.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { announceMaintenance } from '../monitor/announce.ts';
import type { MonitorEvent, Publish } from '../monitor/events.ts';
import { compareEveryMs, RegressionWatch } from '../monitor/regression-watch.ts';
import { promisedOf } from '../monitor/slo-history.ts';
import { SloWatch } from '../monitor/slo-watch.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';
import { type Chore, startChore } from './chore.ts';
import { createDeployments } from './deployments.ts';
import type { Effects } from './effects.ts';
import type { Log } from './log.ts';
import type { ResultPath } from './result-path.ts';

export interface WatchesParts {
  readonly store: Store;
  readonly path: Pick<ResultPath, 'ledger' | 'pipeline'>;
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'random' | 'http'>;
  readonly log: Log;
  readonly publish: Publish;
  /** Looks at a service as soon as possible. */
  hasten(service: string): void;
  onDefect(error: unknown): void;
}

/** What looks beyond single results: objectives, changes against earlier weeks, deployments, and what is planned. */
export interface Watches {
  readonly deployments: DeploymentDesk;
  /** Goes by this configuration from now on. */
  use(config: Config): Promise<void>;
  /** The result as it is to be believed. */
  mark(result: CheckResult): CheckResult;
  /** Takes in what was stored. */
  hear(event: MonitorEvent): void;
  /** Begins to look again and again. */
  start(): readonly Chore[];
}

const reviewEveryMs = 30_000;
const announceEveryMs = 600_000;

/** Builds the watches; they watch nothing until they are given a configuration. */
export function createWatches(parts: WatchesParts): Watches {
  const { store, path, effects, log, onDefect } = parts;
  const { clock, startTimer } = effects;
  const { ledger, pipeline } = path;
  const slo = new SloWatch({ store, ledger, pipeline, clock, onDefect });
  const regressions = new RegressionWatch({ store, states: ledger.states, clock });
  const deployments = createDeployments({ ...parts, states: ledger.states, pipeline });
  let config: Config | undefined;

  /** That the store is away is told by who writes to it; what could not be read is read the next time. */
  const whileStored = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  };
  const announce = async () => {
    try {
      await announceMaintenance(config?.maintenance ?? [], store, clock.now());
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      log.warn('maintenance cannot be announced', { trouble: error.message });
    }
  };
  const chore = (everyMs: number, work: () => Promise<void>) =>
    startChore({ everyMs: () => everyMs, work, startTimer, onDefect });
  return {
    deployments: deployments.desk,
    async use(next) {
      config = next;
      const services = next.services.map(({ service }) => service);
      slo.use({ services: promisedOf(services), timezone: next.reports.timezone });
      regressions.use(services);
      deployments.use(next);
      await announce();
    },
    mark: (result) => regressions.mark(result),
    hear: (event) => slo.hear(event),
    start: () => [
      chore(reviewEveryMs, () => whileStored(() => slo.review())),
      chore(compareEveryMs, () => whileStored(() => regressions.compare())),
      chore(announceEveryMs, announce),
      ...deployments.start(),
    ],
  };
}
