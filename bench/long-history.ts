import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { systemClock } from '../src/app/system-clock.ts';
import { mergeSketches, percentileOf, readSketch } from '../src/domain/percentile-sketch.ts';
import type { Rollup, Store } from '../src/storage/store.ts';
import { toStoredResult } from '../src/storage/stored-result.ts';
import { multiplyHistory, storeDay } from '../test/support/long-history.ts';
import { lifelikeResult, serviceName } from '../test/support/many-results.ts';
import { dayAt, dayMs, openBenchStore } from './bench-store.ts';
import { atMost, type Figure, median } from './figures.ts';

/** 1,000 services, a result a minute, 30 days: 43,200,000 results. */
export async function makeLongHistory(path: string): Promise<void> {
  await makeHistory(path, { lastDayAt: dayAt, copies: 20, days: 30 });
}

/** A result a minute of fifty times so many services, over whole days. */
async function makeHistory(
  path: string,
  { lastDayAt, copies, days }: { readonly lastDayAt: number; readonly copies: number; readonly days: number },
): Promise<void> {
  const store = await openBenchStore(path);
  await storeDay(store, { dayAt: lastDayAt, services: 50 });
  await store.close();
  multiplyHistory(path, { services: 50, copies, days });
}

/** The same up to the hour that `now` is in; resolves with where it ends, epoch ms. */
export async function makeHistoryUntil(
  now: number,
  { path, copies, days }: { readonly path: string; readonly copies: number; readonly days: number },
): Promise<number> {
  const todayAt = Math.floor(now / dayMs) * dayMs;
  const endAt = Math.floor(now / 3_600_000) * 3_600_000;
  await makeHistory(path, { lastDayAt: todayAt - dayMs, copies, days });
  const handle = new DatabaseSync(path);
  // Today is like yesterday was. Days that are not over yet have no roll-up: they are summed up from their hours.
  handle.exec(`
    begin immediate;
    insert into result_block (service_id, last_at, facts)
      select service_id, last_at + ${dayMs}, facts from result_block
      where last_at >= ${todayAt - dayMs} and last_at < ${endAt - dayMs} order by last_at;
    insert into rollup
      select service_id, period, starts_at + ${dayMs}, healthy, degraded, unhealthy, unknown, sketch, reasons, trail
      from rollup where period = 0 and starts_at >= ${todayAt - dayMs} and starts_at < ${endAt - dayMs};
    update sealing set sealed_until_at = ${endAt - 1};
    commit;
    pragma wal_checkpoint(truncate);
  `);
  handle.close();
  return endAt;
}

/** How much room results and roll-ups take up. */
export function measureSize(path: string): readonly Figure[] {
  const handle = new DatabaseSync(path);
  const counted = handle.prepare(
    'select sum(healthy + degraded + unhealthy + unknown) as sum from rollup where period = 0',
  );
  const sizes = handle.prepare("select sum(pgsize) as sum from dbstat where name like 'result_%'");
  const perResult = sizes.get().sum / counted.get().sum;
  const serviceDays = handle.prepare('select count(*) as count from rollup where period = 1').get().count;
  const bytesOf = (columns: string, period: number) => {
    const lengths = columns.split(' ').map((column) => `length(${column})`);
    const query = `select avg(${lengths.join(' + ')}) as bytes from rollup where period = ?`;
    return handle.prepare(query).get(period).bytes;
  };
  const rollups = handle.prepare("select sum(pgsize) as sum from dbstat where name = 'rollup'").get().sum / serviceDays;
  const raw = { what: 'its 1,440 results', value: perResult * 1_440 };
  const figures: readonly Figure[] = [
    { what: '30 days of 1,000 services: room per result, with indexes', unit: 'B', value: perResult, ...atMost(60) },
    { what: 'roll-ups of a day of a service, 24 hours and the day', unit: 'B', value: rollups, baseline: raw },
    { what: 'what an hour says over time, as it is stored', unit: 'B', value: bytesOf('trail', 0), ...atMost(20) },
    {
      what: 'a day, kept for five years: counts, reasons, times and track',
      unit: 'B',
      value: bytesOf('sketch reasons trail', 1),
    },
  ];
  handle.close();
  return figures;
}

/** How long it takes to answer what people and dashboards ask. */
export async function measureReading(path: string): Promise<readonly Figure[]> {
  // Nothing is due: only reading is measured.
  const store = await openBenchStore(path);
  const toAt = dayAt + dayMs;
  const fromAt = toAt - 30 * dayMs;
  const uptimes = await timed(async () => {
    const byService = groupByService(await store.rollups({ period: 'day', fromAt, toAt }));
    for (const rollups of byService.values()) {
      percentileOf(mergeSketches(rollups.map(({ sketch }) => readSketch(sketch))), 0.95);
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
    ...(await measureFigures(store)),
  ];
  for (const [what, query] of Object.entries(queries)) {
    const times: number[] = [];
    for (let run = 0; run < 15; run += 1) times.push(await timed(query));
    figures.push({ what: `30 days stored: ${what}`, unit: 'ms', value: median(times), ...atMost(50) });
  }
  await store.close();
  return figures;
}

/** What SLA figures of everything are made of: read once, at times that are no full hours, by days that are not those of UTC. */
async function measureFigures(store: Store): Promise<readonly Figure[]> {
  const toAt = dayAt + dayMs - 17 * 60_000;
  const span = { fromAt: toAt - 30 * dayMs, toAt };
  const localDays = Array.from({ length: 30 }, (_, day) => dayAt + dayMs - 3_600_000 - (29 - day) * dayMs);
  const tracks = await timed(() => store.tracks(span));
  const tallies = await timed(() => store.tallies(span));
  const series = await timed(() => store.tallySeries({ cuts: localDays }));
  const of = '30 days of 1,000 services';
  return [
    {
      what: `${of}: what results say over time, and what was counted`,
      unit: 'ms',
      value: tracks + tallies,
      ...atMost(2_000),
    },
    { what: `${of}: what was counted by day of another zone`, unit: 'ms', value: series, ...atMost(2_000) },
  ];
}

/** How fast results of the past are taken in: ten days of 100 services, every 5 minutes, older than single results are kept. */
export async function measureImport(path: string): Promise<Figure> {
  const store = await openBenchStore(path);
  const startAt = systemClock.now() - 60 * dayMs;
  let results = 0;
  let took = 0;
  for (let hour = 0; hour < 240; hour += 8) {
    const part = Array.from({ length: 100 * 12 * 8 }, (_, index) =>
      toStoredResult({
        ...lifelikeResult(index % 100, startAt + hour * 3_600_000 + Math.floor(index / 100) * 300_000),
        intervalMs: 300_000,
      }),
    );
    results += part.length;
    took += await timed(() => store.importResults(part));
  }
  await store.close();
  return { what: 'results of the past taken in: each', unit: 'µs', value: (took / results) * 1_000, ...atMost(30) };
}

/** What removing half of it costs, and how long others wait meanwhile. */
export async function measureRetention(path: string): Promise<readonly Figure[]> {
  const store = await openBenchStore(path);
  const turns = monitorEventLoopDelay({ resolution: 1 });
  turns.enable();
  const before = process.cpuUsage();
  // With the rests that a running monitor takes between two steps.
  while ((await store.maintain(dayAt + dayMs + 2 * 3_600_000)).more) await sleep(20);
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
