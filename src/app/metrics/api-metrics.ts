import { Registry } from 'prom-client';
import type { MonitorEvent } from '../../monitor/events.ts';
import type { Monitor } from '../monitor.ts';
import { createOwnMetrics } from './own-metrics.ts';
import { createServiceMetrics } from './service-metrics.ts';

export interface MetricsParts {
  readonly monitor: Pick<Monitor, 'metrics' | 'config' | 'healthOf'>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What Prometheus reads, and what is exported. */
export interface ApiMetrics {
  see(event: MonitorEvent): void;
  /** The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). */
  text(): Promise<string>;
  /** The same as data. */
  figures(): ReturnType<Registry['getMetricsAsJSON']>;
}

const mostServices = 10_000;
const mostDetailed = 1_000;

/** Counts from now on; labels are names of the configuration alone, and go with it. Times are in seconds. */
export function createApiMetrics({ monitor, now }: MetricsParts): ApiMetrics {
  const registry = new Registry();
  const services = createServiceMetrics(registry);
  const own = createOwnMetrics(registry);
  const name = () => {
    const all = monitor.config.services.map(({ service }) => service.name);
    return { names: new Set(all.slice(0, mostServices)), detailed: new Set(all.slice(0, mostDetailed)) };
  };
  let config = monitor.config;
  let named = name();
  const follow = () => {
    if (config === monitor.config) return;
    config = monitor.config;
    named = name();
    services.retain(named.names);
  };
  const fill = () => {
    follow();
    services.fill(named, (service) => monitor.healthOf(service));
    own.fill(monitor.metrics(), now());
  };
  return {
    see(event) {
      follow();
      if (event.kind === 'result' && named.names.has(event.result.service)) services.see(event.result, named.detailed);
      if (event.kind === 'delivery') own.sent.inc({ channel: event.channel, result: event.outcome });
    },
    text() {
      fill();
      return registry.metrics();
    },
    figures() {
      fill();
      return registry.getMetricsAsJSON();
    },
  };
}
