import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freshFolder } from '../support/svcmon.ts';
import { type MonitorProcess, type MonitorProcessOptions, startMonitor } from './monitor-process.ts';
import { type MoodyReceiver, startMoodyReceiver, type Told } from './moody-receiver.ts';
import { type ScriptedTarget, startScriptedTarget } from './scripted-target.ts';

/** Targets and a receiver that a test rules over, and a folder for a monitor of them. All of it ends with the test. */
export interface World {
  readonly folder: string;
  readonly target: ScriptedTarget;
  readonly receiver: MoodyReceiver;
  /** Starts a monitor in the folder. */
  monitor(options?: Omit<MonitorProcessOptions, 'cwd'>): MonitorProcess;
}

export interface WorldOptions {
  readonly names: readonly string[];
  /** Sections of services.yaml beside `services`; those of a monitor that looks every second unless given. */
  readonly monitoring?: Readonly<Record<string, unknown>>;
  readonly storageUrl?: string;
}

/** Starts targets that stay as they are told, all of them up, and a receiver in a good mood. */
export async function startWorld({ names, monitoring, storageUrl = 'sqlite:svcmon.db' }: WorldOptions): Promise<World> {
  const target = await startScriptedTarget({ names, random: () => 0.5, phaseMs: () => 3_600_000 });
  const receiver = await startMoodyReceiver();
  const folder = await freshFolder();
  const monitors: MonitorProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(monitors.map((monitor) => monitor.kill()));
    await Promise.all([target.stop(), receiver.stop()]);
    await rm(folder, { recursive: true, force: true });
  });
  const config = {
    services: names.map((name) => ({ name, url: `${target.url}/${name}`, timeout: '500ms' })),
    monitoring: { check_interval: '1s', max_workers: 100, ...monitoring },
    alerts: {
      directory: join(folder, 'alerts'),
      channels: [{ name: 'ops', type: 'webhook', url: receiver.url }],
      thresholds: { response_time_warning: 40_000, response_time_critical: 50_000, failure_count_alert: 2 },
      group_wait: '100ms',
      repeat_interval: '30m',
    },
    storage: { url: storageUrl },
  };
  await writeFile(join(folder, 'services.yaml'), JSON.stringify(config));
  return {
    folder,
    target,
    receiver,
    monitor(options) {
      const monitor = startMonitor({ cwd: folder, ...options });
      monitors.push(monitor);
      return monitor;
    },
  };
}

/** What the receiver heard under one name of an alert, in order: `firing api`, `resolved api`. */
export function heard({ told }: Pick<MoodyReceiver, 'told'>, alertname: string): readonly string[] {
  return told.filter((one: Told) => one.alertname === alertname).map(({ status, service }) => `${status} ${service}`);
}

/** How often each service was asked since a monotonic instant. */
export function askedSince({ answered }: ScriptedTarget, at: number): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const one of answered) if (one.at >= at) counts[one.name] = (counts[one.name] ?? 0) + 1;
  return counts;
}
