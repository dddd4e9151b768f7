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
import { type Figure, type Goal, median } from './figures.ts';

const minute = 60_000;
const dayMs = 86_400_000;
const dayAt = Date.UTC(2026, 10, 21);

/** What keeping the history costs: writing, room, reading 30 days of 1,000 services, and removing half of them. */
export async function measureStorage(folder: string): Promise<readonly Figure[]> {
  const path = join(folder, 'long.db');
  const writing = [
    ...(await measureWriting(folder, { services: 1_000, perSecond: 100 })),
    ...(await measureWriting(folder, { services: 10_000, perSecond: 1_000 })),
  ];
  await makeLongHistory(path);
  return [...writing, measureSize(path), ...(await measureReading(path)), ...(await measureRetention(path))];
}

function atMost(limit: number): { readonly goal: Goal } {
  return { goal: { kind: 'at_most', limit } };
}

async function open(path: string, retention = defaultRetention): Promise<Store> {
  const effects = { clock: systemClock, startTimer: systemTimer };
  return (await openStore({ url: `sqlite:${path}`, mode: 'write', retention, ...effects })).store;
}

interface WritingLoad {
  readonly services: number;
  readonly perSecond: number;
}

/** Some minutes of a monitor that commits once a second, as fast as it goes; upkeep after each commit as in daily use. */
async function measureWriting(folder: string, { services, perSecond }: WritingLoad): Promise<readonly Figure[]> {
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
  const name = `storing ${perSecond} results/s of ${services.toLocaleString('en')} services`;
  const cpuUsPerResult = cpuUs / results;
  return [
    { what: `${name}: CPU per result, with health and upkeep`, unit: 'µs', value: cpuUsPerResult },
    { what: `${name}: CPU of one core, if 1,000/s`, unit: '%', value: cpuUsPerResult / 10, ...atMost(10) },
    { what: `${name}: event loop held up, p99`, unit: 'ms', value: turns.percentile(99) / 1e6, ...atMost(20) },
    { what: `${name}: event loop held up, longest`, unit: 'ms', value: turns.max / 1e6 },
    { what: `${name}: written to disk per result`, unit: 'B', value: bytes },
  ];
}

function secondOf(second: number, { services, perSecond }: WritingLoad) {
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

function measureSize(path: string): Figure {
  const handle = new DatabaseSync(path);
  const counted = handle.prepare(
    'select sum(healthy + degraded + unhealthy + unknown) as sum from rollup where period = 0',
  );
  const sizes = handle.prepare("select sum(pgsize) as sum from dbstat where name like 'result_%'");
  const perResult = sizes.get().sum / counted.get().sum;
  handle.close();
  return {
    what: '30 days of 1,000 services: room per result, with indexes',
    unit: 'B',
    value: perResult,
    ...atMost(60),
  };
}

async function measureReading(path: string): Promise<readonly Figure[]> {
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
  const figures: Figure[] = [
    { what: '30-day uptime and p95 of 1,000 services', unit: 'ms', value: uptimes, ...atMost(2_000) },
  ];
  for (const [what, query] of Object.entries(queries)) {
    const times: number[] = [];
    for (let run = 0; run < 15; run += 1) times.push(await timed(query));
    figures.push({ what: `30 days stored: ${what}`, unit: 'ms', value: median(times), ...atMost(50) });
  }
  await store.close();
  return figures;
}

async function measureRetention(path: string): Promise<readonly Figure[]> {
  const store = await open(path);
  const turns = monitorEventLoopDelay({ resolution: 1 });
  turns.enable();
  const before = process.cpuUsage();
  await maintainAll(store, dayAt + dayMs + 2 * 60 * minute);
  const { user, system } = process.cpuUsage(before);
  await store.close();
  const of = 'removing 16 of 30 days, 23 million results';
  return [
    { what: `${of}: CPU`, unit: 'ms', value: (user + system) / 1_000 },
    { what: `${of}: event loop held up, p99`, unit: 'ms', value: turns.percentile(99) / 1e6, ...atMost(20) },
    { what: `${of}: event loop held up, longest`, unit: 'ms', value: turns.max / 1e6 },
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

/** Takes every step that is due. */
async function maintainAll(store: Store, now: number): Promise<void> {
  while ((await store.maintain(now)).more) await nextTurn();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** What this process has handed to the disk so far, in blocks of 512 bytes (getrusage(2)). */
function writtenBytes(): number {
  return process.resourceUsage().fsWrite * 512;
}
