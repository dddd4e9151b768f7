import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CheckResult } from '../../domain/check-result.ts';
import type { Health } from '../../domain/health.ts';
import { type Status, statuses } from '../../domain/status.ts';
import { answeredInMs } from '../../reporting/wording.ts';

/** Whose metrics are told; of some in detail, since what is scraped has to stay small. */
export interface NamedServices {
  readonly names: ReadonlySet<string>;
  readonly detailed: ReadonlySet<string>;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics of services; their labels are names of the configuration alone. */
export function createServiceMetrics(registry: Registry) {
  const registers = [registry];
  const labelNames = ['service'] as const;
  const byStatus = ['service', 'status'] as const;
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames, registers });
  const up = gauge(
    'svcmon_up',
    'Whether the service is confirmed to be healthy or degraded; absent before the first result.',
  );
  const state = new Gauge({
    name: 'svcmon_service_status',
    help: 'The confirmed status of the service: 1 for the one it has.',
    labelNames: byStatus,
    registers,
  });
  const results = new Counter({
    name: 'svcmon_results_total',
    help: 'Results of checks by their status.',
    labelNames: byStatus,
    registers,
  });
  const duration = new Histogram({
    name: 'svcmon_probe_duration_seconds',
    help: 'Response times of answered checks.',
    labelNames,
    buckets,
    registers,
  });
  const expiry = gauge(
    'svcmon_ssl_cert_expiry_timestamp_seconds',
    'When the first certificate of the chain expires, in seconds since the epoch.',
  );
  const seen = new Set<string>();
  const setState = (service: string, confirmed: Status) => {
    for (const status of statuses) state.set({ service, status }, status === confirmed ? 1 : 0);
  };
  return {
    see(result: CheckResult, detailed: ReadonlySet<string>) {
      const { service, status } = result;
      seen.add(service);
      if (detailed.has(service)) {
        const answeredMs = answeredInMs(result);
        results.inc({ service, status });
        if (answeredMs !== undefined) duration.observe({ service }, answeredMs / 1_000);
      }
      const expiresAt = expiryOf(result);
      if (expiresAt !== undefined) expiry.set({ service }, expiresAt / 1_000);
    },
    retain(names: ReadonlySet<string>) {
      for (const service of seen) {
        if (names.has(service)) continue;
        seen.delete(service);
        for (const metric of [up, duration, expiry]) metric.remove({ service });
        for (const status of statuses) for (const metric of [state, results]) metric.remove({ service, status });
      }
    },
    fill({ names, detailed }: NamedServices, healthOf: (service: string) => Health | undefined) {
      for (const service of names) {
        const status = healthOf(service)?.status;
        if (status === undefined) continue;
        seen.add(service);
        if (status === 'unknown') up.remove({ service });
        else up.set({ service }, status === 'unhealthy' ? 0 : 1);
        if (detailed.has(service)) setState(service, status);
      }
    },
  };
}

function expiryOf({ observation }: CheckResult): number | undefined {
  const ends = (observation?.tls?.chain ?? []).map(({ validToAt }) => validToAt).filter((at) => Number.isFinite(at));
  return ends.length === 0 ? undefined : Math.min(...ends);
}
