// What storing costs, beside its goals: to be bundled and run by itself. Figures of one run of this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
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

/** Some minutes of a monitor that commits once a second, as fast as it goes; upkeep after each commit as in daily use. */
async function measureWriting({ services, perSecond }: { readonly services: number; readonly perSecond: number }) {
  const path = join(folder, `writing-${services}.db`);
  const store = await open(path);
  const seconds = Math.max(400, (3 * 16 * services) / perSecond);
  const turns = monitorEventLoopDelay({ resolution: 1 });
  const bytesBefore = writtenBytes();
  let cpuUs = 0;
  for (let second = 0; second < seconds; second += 1) {
    const commit = secondOf(second, { services, perSecond });
    await nextTurn();
    turns.enable();
    const before = process.cpuUsage();
    await store.commit(commit);
    await maintainAll(store, dayAt + second * 1_000);
    const { user, system } = process.cpuUsage(before);
    cpuUs += user + system;
    // What making up the results takes does not count.
    turns.disable();
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
    { what: `${name}: event loop held up, p99`, value: ms(turns.percentile(99) / 1e6), goal: '≤ 20 ms' },
    { what: `${name}: event loop held up, longest`, value: ms(turns.max / 1e6), goal: '' },
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
  const turns = monitorEventLoopDelay({ resolution: 1 });
  turns.enable();
  const before = process.cpuUsage();
  const steps = await maintainAll(store, dayAt + dayMs + 2 * 60 * minute);
  const { user, system } = process.cpuUsage(before);
  await store.close();
  const of = 'removing 16 of 30 days, 23 million results';
  return [
    { what: `${of}: CPU`, value: ms((user + system) / 1_000), goal: '' },
    {
      what: `${of}: event loop held up, p99, in ${steps} steps`,
      value: ms(turns.percentile(99) / 1e6),
      goal: '≤ 20 ms',
    },
    { what: `${of}: event loop held up, longest`, value: ms(turns.max / 1e6), goal: '' },
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

/** Takes every step that is due; resolves with how many there were. */
async function maintainAll(store: Store, now: number): Promise<number> {
  let steps = 0;
  for (let more = true; more; steps += 1) {
    more = (await store.maintain(now)).more;
    await nextTurn();
  }
  return steps;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

/** What this process has handed to the disk so far, in blocks of 512 bytes (getrusage(2)). */
function writtenBytes(): number {
  return process.resourceUsage().fsWrite * 512;
}
