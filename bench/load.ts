// One client in a process of its own: asks a server the same over kept connections as fast as it answers, and prints how that went.
import { Agent, get } from 'node:http';
import { nearestRank } from '../src/domain/check-report.ts';

/** What one client is to ask, and for how long. */
export interface LoadTask {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How many requests are under way at any time. */
  readonly atOnce: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** How that went. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const task = JSON.parse(process.argv[2] ?? '') as LoadTask;
const agent = new Agent({ keepAlive: true, maxSockets: task.atOnce });
await ask(task.warmUpMs);
const startedAt = performance.now();
const latencies = await ask(task.measureMs);
const seconds = (performance.now() - startedAt) / 1_000;
const sorted = latencies.toSorted((a, b) => a - b);
const result: LoadResult = {
  perSecond: sorted.length / seconds,
  p50Ms: nearestRank(sorted, 0.5),
  p99Ms: nearestRank(sorted, 0.99),
};
console.log(JSON.stringify(result));
agent.destroy();

/** Resolves with what each request took, ms, once the last has been answered. */
async function ask(forMs: number): Promise<readonly number[]> {
  const untilAt = performance.now() + forMs;
  const times: number[] = [];
  const one = async () => {
    while (performance.now() < untilAt) times.push(await askOnce());
  };
  await Promise.all(Array.from({ length: task.atOnce }, one));
  return times;
}

function askOnce(): Promise<number> {
  return new Promise((resolve, reject) => {
    const begunAt = performance.now();
    get(task.url, { agent, headers: task.headers }, (response) => {
      response.on('data', () => {});
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - begunAt);
        else reject(new Error(`${task.url} answered ${response.statusCode}`));
      });
    }).on('error', reject);
  });
}
