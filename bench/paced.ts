// The baseline of the monitor: a bare client that asks as often as a monitor would, evenly spread, and prints what that cost.
import { nearestRank } from '../src/domain/check-report.ts';
import { askHttp, askHttps } from './bare.ts';

/** What one paced client is to do. */
export interface PacedTask {
  readonly url: string;
  readonly caFile: string;
  readonly perSecond: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** What it cost. */
export interface PacedCost {
  readonly cpuUsPerRequest: number;
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
  /** By how much requests began later than they were due, ms. */
  readonly lateP99Ms: number;
}

interface Asked {
  readonly latencyMs: number;
  readonly lateMs: number;
}

const tickMs = 2;

const task = JSON.parse(process.argv[2] ?? '') as PacedTask;
await pace(task, task.warmUpMs);
const before = process.cpuUsage();
const asked = await pace(task, task.measureMs);
const { user, system } = process.cpuUsage(before);
const of = (pick: (one: Asked) => number, share: number) =>
  nearestRank(
    asked.map(pick).toSorted((a, b) => a - b),
    share,
  );
const cost: PacedCost = {
  cpuUsPerRequest: (user + system) / asked.length,
  latencyP50Ms: of(({ latencyMs }) => latencyMs, 0.5),
  latencyP99Ms: of(({ latencyMs }) => latencyMs, 0.99),
  lateP99Ms: of(({ lateMs }) => lateMs, 0.99),
};
console.log(JSON.stringify(cost));

/** Asks at that rate for so long; resolves when every answer is there. */
async function pace({ url, caFile, perSecond }: PacedTask, forMs: number): Promise<readonly Asked[]> {
  const ask = url.startsWith('https:') ? askHttps(url, caFile) : askHttp(url);
  const beganAt = performance.now();
  const total = Math.round((perSecond * forMs) / 1_000);
  const answers: Promise<Asked>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      for (
        let dueAt = dueAtOf(answers.length);
        dueAt <= now && answers.length < total;
        dueAt = dueAtOf(answers.length)
      ) {
        const lateMs = performance.now() - dueAt;
        answers.push(ask().then((latencyMs) => ({ latencyMs, lateMs })));
      }
      if (answers.length < total) return;
      clearInterval(timer);
      resolve();
    }, tickMs);
  });
  return Promise.all(answers);

  function dueAtOf(index: number): number {
    return beganAt + (index * 1_000) / perSecond;
  }
}
