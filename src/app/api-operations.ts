import { stat } from 'node:fs/promises';
import process from 'node:process';
import type { ApiParts } from '../api/parts.ts';
import type { SystemResource } from '../api/resources/system.ts';
import type { Clock } from '../domain/clock.ts';
import { toInstant, toMs } from '../reporting/machine-values.ts';
import { pathOfStoreUrl } from '../storage/store-url.ts';
import { version } from '../version.ts';
import type { Monitor } from './monitor.ts';
import type { SelfMetrics } from './self-metrics.ts';

export interface OperationsParts {
  readonly monitor: Pick<Monitor, 'metrics' | 'isAlive' | 'config'>;
  readonly clock: Clock;
  /** Of the configuration. */
  readonly configPath: string;
  readonly readOnly: boolean;
}

/** How svcmon itself fares. */
export function operationsParts(parts: OperationsParts): Pick<ApiParts, 'isAlive' | 'system' | 'readiness'> {
  const { monitor } = parts;
  return {
    isAlive: () => monitor.isAlive(),
    system: () => systemOf(parts),
    async readiness() {
      const { storageAvailable, reloads } = monitor.metrics();
      const checks = {
        configuration: word(reloads.lastOk ?? true),
        storage: word(storageAvailable),
        scheduler: word(monitor.isAlive()),
      };
      // With a configuration that was refused it goes on as before.
      const isReady = storageAvailable && monitor.isAlive();
      return { status: isReady ? 'ready' : 'not_ready', checks };
    },
  };
}

function word(isOk: boolean): 'ok' | 'failing' {
  return isOk ? 'ok' : 'failing';
}

async function systemOf({ monitor, clock, configPath, readOnly }: OperationsParts): Promise<SystemResource> {
  const metrics = monitor.metrics();
  const { startedAt, services, results, missedSlots, running, waiting, outbox, reloads } = metrics;
  const { storage, monitoring } = monitor.config;
  const { url } = storage;
  const now = clock.now();
  return {
    version,
    node: process.version,
    started_at: toInstant(startedAt),
    uptime_ms: toMs(Math.max(0, now - startedAt)),
    services,
    results,
    missed_slots: { ...missedSlots },
    running,
    waiting,
    last_cycle_age_ms: toMs(Math.max(0, metrics.lastCycleAgeMs)),
    event_loop_lag_p99_ms: toMs(metrics.eventLoopLag.p99Ms),
    storage: { available: metrics.storageAvailable, bytes: await bytesOf(url), url },
    outbox: { ...outbox },
    network: metrics.offline ? 'offline' : 'online',
    canaries: monitoring.canaries.length,
    heartbeat: heartbeatOf(metrics),
    config: {
      path: configPath,
      loaded_at: toInstant(reloads.lastAt ?? startedAt),
      last_reload_ok: reloads.lastOk ?? null,
      read_only: readOnly,
    },
    time: toInstant(now),
    timezone: monitor.config.reports.timezone,
  };
}

function heartbeatOf({ heartbeat }: SelfMetrics): SystemResource['heartbeat'] {
  if (heartbeat === undefined) return null;
  const { lastOkAt, trouble = null } = heartbeat;
  return { last_ok_at: lastOkAt === undefined ? null : toInstant(lastOkAt), trouble };
}

/** Of the database and its log. */
async function bytesOf(url: string): Promise<number | null> {
  const path = pathOfStoreUrl(url);
  const sizes = [path, `${path}-wal`, `${path}-shm`].map((file) => stat(file).then(({ size }) => size));
  const settled = await Promise.allSettled(sizes);
  const known = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return known.length === 0 ? null : known.reduce((sum, size) => sum + size, 0);
}
