import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../src/app/system-clock.ts';
import { commitOf, serviceName } from '../test/support/many-results.ts';
import { dayMs, openBenchStore } from './bench-store.ts';
import { runNode } from './child.ts';
import { twoIncidents } from './incidents.ts';
import { makeHistoryUntil } from './long-history.ts';
import { type MonitorProcess, startMonitor } from './monitor-process.ts';

/** A history of whole days, and of today up to this hour. Services come in fifties. */
export interface HistorySize {
  readonly services: number;
  readonly days: number;
}

/** A thousand services, looked at every minute for a month: what the figures of a server are stated for. */
export const wholeHistory: HistorySize = { services: 1_000, days: 30 };

export interface ServedOptions {
  readonly folder: string;
  readonly projectRoot: string;
  readonly size: HistorySize;
  readonly intervalMs: number;
  /** What the service with that number asks. */
  urlOf(number: number): string;
}

/** A monitor that listens, with a long history behind it. */
export interface ServedHistory {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  /** Lets its bearer do everything but administer. */
  readonly token: string;
  readonly names: readonly string[];
  /** Where the history ends from before it started, epoch ms. */
  readonly endAt: number;
  readonly databaseFile: string;
  readonly monitor: MonitorProcess;
}

/** Starts a monitor on that history, which is made where an earlier part did not make it. */
export async function serveHistory(options: ServedOptions): Promise<ServedHistory> {
  const { folder, projectRoot, size } = options;
  const cwd = join(folder, 'served');
  const databaseFile = join(cwd, 'served.db');
  await mkdir(cwd, { recursive: true });
  const endAt = await historyIn(databaseFile, size);
  const names = Array.from({ length: size.services }, (_, number) => serviceName(number));
  await writeFile(join(cwd, 'services.yaml'), JSON.stringify(configOf(names, databaseFile, options)));
  const bundle = join(projectRoot, 'dist', 'svcmon.js');
  const make = ['token', 'create', `bench-${performance.now()}`, '--scope', 'write', '-c', 'services.yaml'];
  const token = (await runNode([bundle, ...make], { cwd })).trim();
  const monitor = startMonitor({ cwd, projectRoot });
  const { url } = await monitor.logged('listening');
  await monitor.logged('monitoring');
  return { url: String(url), token, names, endAt, databaseFile, monitor };
}

async function historyIn(path: string, { services, days }: HistorySize): Promise<number> {
  const noteFile = `${path}.json`;
  if (existsSync(noteFile)) return JSON.parse(await readFile(noteFile, 'utf8'));
  const endAt = await makeHistoryUntil(systemClock.now(), { path, copies: services / 50, days });
  const store = await openBenchStore(path);
  const period = { fromAt: endAt - days * dayMs, toAt: endAt };
  const incidents = Array.from({ length: services }, (_, at) => twoIncidents(serviceName(at), at, period)).flat();
  await store.commit(commitOf({ incidents }));
  await store.close();
  await writeFile(noteFile, JSON.stringify(endAt));
  return endAt;
}

function configOf(names: readonly string[], databaseFile: string, { size, intervalMs, urlOf }: ServedOptions) {
  return {
    services: names.map((name, number) => ({
      ...{ name, url: urlOf(number), expected_status: 200, group: `group ${number % 20}` },
    })),
    monitoring: { check_interval: `${intervalMs}ms`, max_workers: 1_000 },
    // Only what fails counts, and that at once.
    alerts: {
      thresholds: {
        ...{ response_time_warning: 50_000, response_time_critical: 60_000 },
        ...{ failure_count_alert: 1, recovery_count: 1 },
      },
    },
    // Nothing is removed, and nobody is told to come back later.
    storage: { url: `sqlite:${databaseFile}`, retention: { results: `${size.days + 7}d` } },
    server: { listen: '127.0.0.1:0', rate_limit: { max_requests: 1_000_000, time_window: '1s' } },
  };
}
