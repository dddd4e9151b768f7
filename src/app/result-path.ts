import type { Config } from '../config/config.ts';
import type { Redact } from '../domain/redaction.ts';
import { createDelivery, type Delivery } from '../monitor/delivery.ts';
import type { Publish } from '../monitor/events.ts';
import { Ledger } from '../monitor/ledger.ts';
import { createMakeId } from '../monitor/make-id.ts';
import { createPipeline, type Pipeline } from '../monitor/pipeline.ts';
import { noSurroundings, readSurroundings, type Surroundings } from '../monitor/surroundings.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';
import type { Effects } from './effects.ts';
import { type Policy, policyOf } from './policy.ts';

export interface ResultPathParts {
  readonly config: Config;
  readonly store: Store;
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'random' | 'http'>;
  readonly redact: Redact;
  readonly publish: Publish;
  /** Whether our own network is down. */
  isOffline(): boolean;
}

/** The one way a result travels: decided by the pipeline, written to the store, told by the delivery. */
export interface ResultPath {
  readonly ledger: Ledger;
  readonly pipeline: Pipeline;
  readonly delivery: Delivery;
  /** Of the configuration in use. */
  policy(): Policy;
  /** What people have said, as it was read last. */
  surroundings(): Surroundings;
  /** Decides and tells by this configuration from now on. */
  use(config: Config): void;
  /** Reads what people have said meanwhile, where the store can be read, and asks again what is owed. */
  refresh(): Promise<void>;
  /** Sends what can still be sent until that monotonic instant and writes everything. The store stays open. */
  close(deadlineAt: number): Promise<void>;
}

// Results of a moment are one commit; nobody waits longer for an alert than this.
const batchMs = 100;
const sendTimeoutMs = 10_000;
const mostWaitingPerChannel = 10_000;

/** Takes up what the store holds. Rejects with StoreUnavailable where it cannot be read. */
export async function openResultPath(parts: ResultPathParts): Promise<ResultPath> {
  const { store, effects, redact, publish } = parts;
  const [loaded, pending] = await Promise.all([store.loadStates(), store.pendingOutbox()]);
  const current = { config: parts.config, policy: policyOf(parts.config), surroundings: noSurroundings };
  const ledger = new Ledger({ store, loaded, ...effects, batchMs });
  const delivery = createDelivery({
    ...effects,
    ledger,
    redact,
    publish,
    total: () => current.config.services.length,
    sendTimeoutMs,
    mostItems: mostWaitingPerChannel,
  });
  const pipeline = createPipeline({
    ledger,
    policyOf: (name) => current.policy.policyOf(name),
    dependentsOf: (name) => current.policy.dependentsOf(name),
    alertPolicy: () => current.policy.alerts,
    surroundings: () => current.surroundings,
    isOffline: parts.isOffline,
    deliver: (items) => delivery.deliver(items),
    publish,
    clock: effects.clock,
    startTimer: effects.startTimer,
    makeId: createMakeId(effects),
  });
  delivery.deliver(pending);
  const use = (config: Config) => {
    current.config = config;
    current.policy = policyOf(config);
    delivery.use(new Map(config.alerts.channels.map(({ name, channel }) => [name, channel])));
  };
  use(parts.config);
  return {
    ledger,
    pipeline,
    delivery,
    policy: () => current.policy,
    surroundings: () => current.surroundings,
    use,
    async refresh() {
      try {
        const { maintenance: schedules } = current.config;
        current.surroundings = await readSurroundings({ store, schedules, clock: effects.clock });
      } catch (error) {
        // What was read last still holds; that the store is away is told by who writes to it.
        if (!(error instanceof StoreUnavailable)) throw error;
      }
      await pipeline.review();
    },
    async close(deadlineAt) {
      await ledger.flush();
      await delivery.drain(deadlineAt);
      await delivery.stop();
      await ledger.flush();
    },
  };
}
