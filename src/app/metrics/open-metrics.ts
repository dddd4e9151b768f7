import { hostname } from 'node:os';
import type { Effects } from '../effects.ts';
import type { Log } from '../log.ts';
import type { Monitor } from '../monitor.ts';
import type { ApiMetrics } from './api-metrics.ts';
import type { OtlpExport } from './otlp-export.ts';

type MonitorOfMetrics = Pick<Monitor, 'metrics' | 'config' | 'healthOf' | 'events'>;

/** Begins to count; undefined, with nothing loaded, where the configuration has nobody who asks or is told. */
export async function openMetrics(
  monitor: MonitorOfMetrics,
  { now }: Pick<Effects['clock'], 'now'>,
): Promise<ApiMetrics | undefined> {
  const { server, metrics: told } = monitor.config;
  if (server.listen === undefined && told.otlp === undefined) return undefined;
  const { createApiMetrics } = await import('./api-metrics.ts');
  const metrics = createApiMetrics({ monitor, now });
  monitor.events.subscribe(metrics.see);
  return metrics;
}

export interface ExportingParts {
  readonly monitor: Pick<Monitor, 'config'>;
  readonly metrics: ApiMetrics;
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'http'>;
  readonly log: Log;
}

/** Begins to export; undefined, with nothing loaded, where the configuration does not say where to. */
export async function startExporting({ monitor, ...parts }: ExportingParts): Promise<OtlpExport | undefined> {
  const { otlp: settings } = monitor.config.metrics;
  if (settings === undefined) return undefined;
  const { startOtlpExport } = await import('./otlp-export.ts');
  const onDefect = (error: unknown) => parts.log.error('a defect of svcmon', { error: String(error) });
  return startOtlpExport({ ...parts, settings, host: hostname(), onDefect });
}
