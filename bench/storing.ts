import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Health } from '../src/domain/health.ts';
import { commitOf, lifelikeResult } from '../test/support/many-results.ts';
import { dayAt, maintainAll, openBenchStore } from './bench-store.ts';
import { atMost, type Figure } from './figures.ts';

/** How many services a monitor of the benchmark has, and how many results it stores. */
interface WritingLoad {
  readonly services: number;
  readonly perSecond: number;
}

/** Some minutes of a monitor that commits once a second, as fast as it goes; upkeep after each commit as in daily use. */
export async function measureWriting(folder: string, { services, perSecond }: WritingLoad): Promise<readonly Figure[]> {
  const path = join(folder, `writing-${services}.db`);
  const store = await openBenchStore(path);
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

/** What this process has handed to the disk so far, in blocks of 512 bytes (getrusage(2)). */
function writtenBytes(): number {
  return process.resourceUsage().fsWrite * 512;
}
