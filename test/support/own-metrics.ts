import { createApiMetrics } from '../../src/app/metrics/api-metrics.ts';
import type { SelfMetrics } from '../../src/app/self-metrics.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Status } from '../../src/domain/status.ts';
import { health } from '../storage/records.ts';
import { configOf, configured } from './config.ts';
import { serviceNamed } from './service.ts';

/** What a monitor without trouble says of itself. */
export const ownMetrics: SelfMetrics = {
  startedAt: 1_000,
  services: 0,
  results: 0,
  missedSlots: { overrun: 1, late: 0, asleep: 0 },
  running: 0,
  waiting: 0,
  lastCycleAgeMs: 500,
  outbox: {},
  storageAvailable: true,
  offline: false,
  eventLoopLag: { p50Ms: 1, p99Ms: 2, maxMs: 3 },
  reloads: { done: 0, refused: 0 },
};

export interface MetricsWorld {
  readonly services?: readonly string[];
  readonly healths?: Readonly<Record<string, Health>>;
  readonly own?: Partial<SelfMetrics>;
}

/** Metrics of a monitor with these services, at the instant 1,000 s. */
export function metricsOf({ services = [], healths = {}, own = {} }: MetricsWorld = {}) {
  const monitor = {
    config: configWith(services),
    metrics: () => ({ ...ownMetrics, ...own }),
    healthOf: (name: string) => healths[name],
  };
  const configure = (names: readonly string[]) => {
    monitor.config = configWith(names);
  };
  return { metrics: createApiMetrics({ monitor, now: () => 1_000_000 }), configure };
}

function configWith(names: readonly string[]) {
  return configOf(names.map((name) => configured({ service: serviceNamed(name), probe: silentProbe })));
}

/** One that nobody may ask. */
export const silentProbe = {
  type: 'http',
  target: 'https://shop.example',
  host: 'shop.example',
  idempotent: true,
  observe: () => Promise.reject(new Error('nobody looks')),
};

/** A health with such a confirmed status. */
export function healthOf(status: Status): Health {
  return health({ status });
}
