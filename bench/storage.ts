// What storing costs, beside its goals: to be bundled and run by itself. Figures of one run of this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { systemClock } from '../src/app/system-clock.ts';
import type { Health } from '../src/domain/health.ts';
import { decodeSketch, mergeSketches, percentileOf } from '../src/domain/percentile-sketch.ts';
import { systemTimer } from '../src/resilience/timer.ts';
import { defaultRetention, openStore } from '../src/storage/open.ts';
import type { Rollup, Store } from '../src/storage/store.ts';
import { multiplyHistory, storeDay } from '../test/support/long-history.ts';
import { commitOf, lifelikeResult, serviceName } from '../test/support/many-results.ts';
import { median } from './figures.ts';

const minute = 60_000;
const dayMs = 86_400_000;
const dayAt = Date.UTC(2026, 10, 21);

const folder = await mkdtemp(join(tmpdir(), 'svcmon-bench-storage-'));
try {
  print(await measureWriting({ services: 1_000, perSecond: 100 }));
  print(await measureWriting({ services: 10_000, perSecond: 1_000 }));
  const path = join(folder, 'long.db');
  await makeLongHistory(path);
  print(measureSize(path));
  print(await measureReading(path));
  print(await measureRetention(path));
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Row {
  readonly what: string;
  readonly value: string;
  readonly goal: string;
}

function print(rows: readonly Row[]): void {
  for (const { what, value, goal } of rows) console.log(`${what.padEnd(72)} ${value.padStart(12)}   ${goal}`);
}

async function open(path: string, retention = defaultRetention): Promise<Store> {
  const effects = { clock: systemClock, startTimer: systemTimer };
  return (await openStore({ url: `sqlite:${path}`, mode: 'write', retention, ...effects })).store;
}

/** Two minutes of a monitor that commits once a second, as fast as it goes; upkeep after each commit as in daily use. */
async function measureWriting({ services, perSecond }: { readonly services: number; readonly perSecond: number }) {
  const path = join(folder, `writing-${services}.db`);
  const store = await open(path);
  const seconds = Math.max(400, (3 * 16 * services) / perSecond);
  const commits: number[] = [];
  const steps: number[] = [];
  const bytesBefore = writtenBytes();
  let cpuUs = 0;
  for (let second = 0; second < seconds; second += 1) {
    const commit = secondOf(second, { services, perSecond });
    const before = process.cpuUsage();
    commits.push(await timed(() => store.commit(commit)));
    for (let more = true; more; ) {
      steps.push(await timed(async () => void ({ more } = await store.maintain(dayAt + second * 1_000))));
    }
    const { user, system } = process.cpuUsage(before);
    cpuUs += user + system;
  }
  const results = seconds * perSecond;
  const bytes = (writtenBytes() - bytesBefore) / results;
  await store.close();
  const name = `${services} services, ${perSecond} results/s`;
  return [
    { what: `${name}: CPU per result, with health and upkeep`, value: `${(cpuUs / results).toFixed(1)} µs`, goal: '' },
    {
      what: `${name}: CPU of one core at 1,000 results/s`,
      value: `${(cpuUs / results / 10).toFixed(1)} %`,
      goal: '≤ 10 %',
    },
    { what: `${name}: longest 1 % of commits`, value: ms(share(commits, 0.99)), goal: '' },
    { what: `${name}: longest 1 % of steps of upkeep`, value: ms(share(steps, 0.99)), goal: '≤ 20 ms' },
    { what: `${name}: bytes written to disk per result`, value: `${bytes.toFixed(0)} B`, goal: '' },
  ];
}

function secondOf(second: number, { services, perSecond }: { readonly services: number; readonly perSecond: number }) {
  const at = dayAt + second * 1_000;
  const results = Array.from({ length: perSecond }, (_, index) => {
    const service = (second * perSecond + index) % services;
    return lifelikeResult(service, at + (index % 1_000));
  });
  const health: Health = {
    status: 'healthy',
    sinceAt: dayAt,
    against: [],
    recent: 'H'.repeat(20),
    flapping: false,
    lastResultAt: at,
  };
  return commitOf({ results, health: results.map(({ service }) => ({ service, health })) });
}

/** 1,000 services, a result a minute, 30 days: 43,200,000 results. */
async function makeLongHistory(path: string): Promise<void> {
  const store = await open(path);
  await storeDay(store, { dayAt, services: 50 });
  await store.close();
  multiplyHistory(path, { services: 50, copies: 20, days: 30 });
}

function measureSize(path: string): readonly Row[] {
  const handle = new DatabaseSync(path);
  const counted = handle.prepare(
    'select sum(healthy + degraded + unhealthy + unknown) as sum from rollup where period = 0',
  );
  const sizes = handle.prepare("select sum(pgsize) as sum from dbstat where name like 'result_%'");
  const perResult = sizes.get().sum / counted.get().sum;
  handle.close();
  return [{ what: 'bytes per result, with indexes', value: `${perResult.toFixed(1)} B`, goal: '≤ 60 B' }];
}

async function measureReading(path: string): Promise<readonly Row[]> {
  // Nothing is due: only reading is measured.
  const store = await open(path);
  const toAt = dayAt + dayMs;
  const fromAt = toAt - 30 * dayMs;
  const uptimes = await timed(async () => {
    const byService = groupByService(await store.rollups({ period: 'day', fromAt, toAt }));
    for (const rollups of byService.values()) {
      percentileOf(mergeSketches(rollups.map(({ sketch }) => decodeSketch(sketch))), 0.95);
    }
  });
  const service = serviceName(777);
  const queries: Readonly<Record<string, () => Promise<unknown>>> = {
    'the last 60 results of a service': () => store.results({ service, limit: 60 }),
    'the last 24 h of results of a service': () => store.results({ service, fromAt: toAt - dayMs, limit: 10_000 }),
    'the last 100 results of all services': () => store.results({ limit: 100 }),
    '30 days of a service by the hour': () => store.rollups({ service, period: 'hour', fromAt, toAt }),
    'the states of all services': () => store.loadStates(),
  };
  const rows: Row[] = [{ what: '30-day uptime and p95 of 1,000 services', value: ms(uptimes), goal: '< 2,000 ms' }];
  for (const [what, query] of Object.entries(queries)) {
    const times: number[] = [];
    for (let run = 0; run < 15; run += 1) times.push(await timed(query));
    rows.push({ what: `30 days stored: ${what}`, value: ms(median(times)), goal: '< 50 ms' });
  }
  await store.close();
  return rows;
}

async function measureRetention(path: string): Promise<readonly Row[]> {
  const store = await open(path);
  const steps: number[] = [];
  const before = process.cpuUsage();
  for (let more = true; more; ) {
    steps.push(await timed(async () => void ({ more } = await store.maintain(dayAt + dayMs + 2 * 60 * minute))));
  }
  const { user, system } = process.cpuUsage(before);
  await store.close();
  const of = 'removing 16 of 30 days, 23 million results';
  return [
    { what: `${of}: CPU`, value: ms((user + system) / 1_000), goal: '' },
    { what: `${of}: longest 1 % of ${steps.length} steps`, value: ms(share(steps, 0.99)), goal: '≤ 20 ms' },
  ];
}

function groupByService(rollups: readonly Rollup[]): ReadonlyMap<string, readonly Rollup[]> {
  const byService = new Map<string, Rollup[]>();
  for (const rollup of rollups) {
    const known = byService.get(rollup.service);
    if (known === undefined) byService.set(rollup.service, [rollup]);
    else known.push(rollup);
  }
  return byService;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function share(times: readonly number[], p: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(p * times.length) - 1] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

/** What this process has handed to the disk so far, in blocks of 512 bytes (getrusage(2)). */
function writtenBytes(): number {
  return process.resourceUsage().fsWrite * 512;
}
