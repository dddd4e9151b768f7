import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../src/app/system-clock.ts';
import { nearestRank } from '../src/domain/check-report.ts';
import { slotPlan, slotsBetween } from '../src/domain/slots.ts';
import { systemTimer } from '../src/resilience/timer.ts';
import { openStore } from '../src/storage/open.ts';
import type { StoredResult } from '../src/storage/store.ts';
import { entry, runNode, startNode } from './child.ts';
import { serviceName, writeServices } from './config-file.ts';
import type { Figure, Goal } from './figures.ts';
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
interface MonitorRun {
  readonly donePercent: number;
  readonly cpuPercent: number;
  readonly cpuUsPerCheck: number;
  readonly residentMb: number;
  /** By how much checks began later than their slot, ms. */
  lateMs(share: number): number;
  latencyMs(share: number): number;
}

async function runMonitor({ scheme, count }: MonitorLoad, bench: MonitorBench): Promise<MonitorRun> {
  const { folder, target, projectRoot } = bench;
  const cwd = join(folder, `monitor-${scheme}-${count}`);
  await mkdir(cwd);
  const url = scheme === 'https' ? target.httpsUrl : target.httpUrl;
  const monitoring = { check_interval: `${intervalMs}ms`, max_workers: 1_000 };
  await writeServices(join(cwd, 'services.yaml'), { url, caFile: target.caFile, count, monitoring });
  const child = startNode([join(projectRoot, 'dist', 'svcmon.js'), 'monitor', '-c', 'services.yaml'], { cwd, core: 0 });
  const ended = once(child, 'exit');
  let notes = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    notes = `${notes}${text}`.slice(-4_000);
  });
  child.stdout.resume();
  const { pid = 0 } = child;
  await Promise.race([ended, untilMonitoring(() => notes).then(() => delay(warmUpMs))]);
  if (child.exitCode !== null) throw new Error(`the monitor ended with ${child.exitCode}: ${notes}`);

  const before = await usageOf(pid);
  await delay(measureMs);
  const after = await usageOf(pid);
  await delay(lingerMs);
  child.kill('SIGTERM');
  await ended;
  const results = await resultsBetween(join(cwd, 'data', 'svcmon.db'), before.at, after.at + lingerMs);
  const looks = results.filter(({ attempts }) => attempts > 0);
  const looked = looks.filter(({ startedAt }) => startedAt < after.at);
  const wrong = looked.find(({ status }) => status !== 'healthy');
  if (wrong !== undefined) throw new Error(`${wrong.service} was ${wrong.status}: ${wrong.message}; ${notes}`);
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    donePercent: donePercent(looks, count, { fromAt: before.at, toAt: after.at }),
    cpuPercent: (100 * cpuMs) / (after.at - before.at),
    cpuUsPerCheck: (1_000 * cpuMs) / looked.length,
    residentMb: after.residentMb,
    lateMs: ranks(looked.map(lateness)),
    latencyMs: ranks(looked.map(({ responseTimeMs = Number.NaN }) => responseTimeMs)),
  };
}

/** Of the slots in that time, how many were looked at. */
function donePercent(
  looks: readonly StoredResult[],
  count: number,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
): number {
  const isDue = (slotAt: number) => slotAt > fromAt && slotAt <= toAt;
  const done = looks.filter((look) => isDue(Math.floor(look.startedAt) - lateness(look)));
  const names = Array.from({ length: count }, (_, at) => serviceName(at));
  const due = names.reduce((sum, name) => sum + slotsBetween(fromAt, toAt, slotPlan(name, intervalMs)), 0);
  return (100 * done.length) / due;
}

async function untilMonitoring(notes: () => string): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!notes().includes('"monitoring"')) {
    if (performance.now() > giveUpAt) throw new Error(`the monitor did not begin: ${notes()}`);
    await delay(20);
  }
}

/** By how much a check began later than its slot. */
function lateness({ service, startedAt }: StoredResult): number {
  const { phaseMs } = slotPlan(service, intervalMs);
  return (((Math.floor(startedAt) - phaseMs) % intervalMs) + intervalMs) % intervalMs;
}

function ranks(numbers: readonly number[]): (share: number) => number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (share) => nearestRank(sorted, share);
}

interface Usage {
  /** Epoch ms. */
  readonly at: number;
  readonly cpuMs: number;
  readonly residentMb: number;
}

// What Linux counts CPU time in for user space, on every architecture (proc(5), sysconf(3)).
const msPerTick = 10;

async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The name, in parentheses, may hold blanks; user and system time are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const residentKb = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { at: Date.now(), cpuMs: ticks * msPerTick, residentMb: residentKb / 1_024 };
}

async function resultsBetween(path: string, fromAt: number, toAt: number): Promise<readonly StoredResult[]> {
  const effects = { clock: systemClock, startTimer: systemTimer };
  const { store } = await openStore({ url: `sqlite:${path}`, mode: 'read', ...effects });
  try {
    return await store.results({ fromAt, toAt, limit: 10_000_000, order: 'oldest' });
  } finally {
    await store.close();
  }
}
