import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { entry, runNode } from './child.ts';
import { serviceName, writeServices } from './config-file.ts';
import type { Figure, Goal } from './figures.ts';
import { type Looks, readLooks } from './looks.ts';
import { startMonitor } from './monitor-process.ts';
import type { PacedCost, PacedTask } from './paced.ts';
import type { Target } from './target.ts';

/** How many services a monitor is given, and which. */
export interface MonitorLoad {
  readonly scheme: 'http' | 'https';
  readonly count: number;
}

export interface MonitorBench {
  readonly folder: string;
  readonly target: Target;
  readonly projectRoot: string;
}

const intervalMs = 10_000;
// First looks are spread over ten seconds; only the rounds after that are regular, and by then the program is warm.
const warmUpMs = 20_000;
const measureMs = 20_000;
// After that, so that the last of them are looked at, however late they begin.
const lingerMs = 3_000;

/** A real `svcmon monitor` that asks every service every ten seconds and stores it all, beside a bare client that only asks. */
export async function measureMonitor(load: MonitorLoad, bench: MonitorBench): Promise<readonly Figure[]> {
  const bare = await measureBare(load, bench);
  const run = await runMonitor(load, bench);
  const name = `monitor, ${load.count.toLocaleString('en')} ${load.scheme === 'https' ? 'HTTPS ' : ''}services`;
  const baseline = (value: number) => ({ what: `bare node:${load.scheme}`, value });
  return [
    { what: `${name}: checks done`, unit: '%', value: run.donePercent, goal: { kind: 'at_least', limit: 100 } },
    { what: `${name}: begin late, p50`, unit: 'ms', value: run.lateMs(0.5) },
    { what: `${name}: begin late, p99`, unit: 'ms', value: run.lateMs(0.99), ...goal(goals.lateP99[load.count]) },
    { what: `${name}: begin late, longest`, unit: 'ms', value: run.lateMs(1), ...goal(goals.lateMax[load.count]) },
    { what: `${name}: CPU of one core`, unit: '%', value: run.cpuPercent, ...goal(goals.cpuPercent[load.count]) },
    {
      what: `${name}: CPU per check`,
      unit: 'µs',
      value: run.cpuUsPerCheck,
      baseline: baseline(bare.cpuUsPerRequest),
      ...(load.count >= 1_000 && { goal: { kind: 'times', limit: load.scheme === 'https' ? 1.25 : 2 } as const }),
    },
    { what: `${name}: memory`, unit: 'MB', value: run.residentMb, ...goal(goals.residentMb[load.count]) },
    {
      what: `${name}: measured response time, p50`,
      unit: 'ms',
      value: run.latencyMs(0.5),
      baseline: baseline(bare.latencyP50Ms),
      ...(load.count === 10_000 && { goal: { kind: 'more', limit: 0.2 } as const }),
    },
    {
      what: `${name}: measured response time, p99`,
      unit: 'ms',
      value: run.latencyMs(0.99),
      baseline: baseline(bare.latencyP99Ms),
      ...(load.count === 10_000 && { goal: { kind: 'times', limit: 2 } as const }),
    },
  ];
}

type Limits = Readonly<Record<number, number>>;

const goals: Readonly<Record<'lateP99' | 'lateMax' | 'cpuPercent' | 'residentMb', Limits>> = {
  lateP99: { 10000: 10 },
  lateMax: { 10000: 100 },
  cpuPercent: { 10000: 40 },
  residentMb: { 10: 90, 10000: 180, 40000: 350 },
};

function goal(limit: number | undefined): { readonly goal?: Goal } {
  return limit === undefined ? {} : { goal: { kind: 'at_most', limit } };
}

async function measureBare({ scheme, count }: MonitorLoad, { target }: MonitorBench): Promise<PacedCost> {
  const task: PacedTask = {
    url: scheme === 'https' ? target.httpsUrl : target.httpUrl,
    caFile: target.caFile,
    perSecond: (count * 1_000) / intervalMs,
    warmUpMs: 5_000,
    measureMs: 10_000,
  };
  return JSON.parse(await runNode([entry('paced'), JSON.stringify(task)])) as PacedCost;
}

/** What a monitor did and what it cost, over two whole rounds. */
interface MonitorRun extends Looks {
  readonly cpuPercent: number;
  readonly cpuUsPerCheck: number;
  readonly residentMb: number;
}

async function runMonitor({ scheme, count }: MonitorLoad, bench: MonitorBench): Promise<MonitorRun> {
  const { folder, target, projectRoot } = bench;
  const cwd = join(folder, `monitor-${scheme}-${count}`);
  await mkdir(cwd);
  const url = scheme === 'https' ? target.httpsUrl : target.httpUrl;
  const monitoring = { check_interval: `${intervalMs}ms`, max_workers: 1_000 };
  await writeServices(join(cwd, 'services.yaml'), { url, caFile: target.caFile, count, monitoring });
  const monitor = startMonitor({ cwd, projectRoot });
  await monitor.logged('monitoring');
  await monitor.wait(warmUpMs);

  const before = await monitor.usage();
  await monitor.wait(measureMs);
  const after = await monitor.usage();
  await monitor.wait(lingerMs);
  await monitor.stop();
  const names = Array.from({ length: count }, (_, at) => serviceName(at));
  const period = { fromAt: before.at, toAt: after.at, lingerMs };
  const looks = await readLooks(join(cwd, 'data', 'svcmon.db'), { names, intervalMs, ...period });
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    ...looks,
    cpuPercent: (100 * cpuMs) / (after.at - before.at),
    cpuUsPerCheck: (1_000 * cpuMs) / looks.count,
    residentMb: after.residentMb,
  };
}
