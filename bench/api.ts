import { join } from 'node:path';
import { dayMs } from './bench-store.ts';
import { entry, runNode } from './child.ts';
import { atMost, type Figure, type Goal } from './figures.ts';
import type { LoadResult, LoadTask } from './load.ts';
import { readLooks } from './looks.ts';
import { serveStored } from './serve-stored.ts';
import { type HistorySize, type ServedHistory, serveHistory, wholeHistory } from './served-history.ts';
import type { Target } from './target.ts';

export interface ApiBench {
  readonly folder: string;
  readonly target: Target;
  readonly projectRoot: string;
}

export interface ApiLoad {
  readonly size: HistorySize;
  /** How long each question is asked, by the monitor and by the baseline, at each number of requests at once. */
  readonly measureMs: number;
}

const wholeLoad: ApiLoad = { size: wholeHistory, measureMs: 4_000 };
const intervalMs = 30_000;
// Every service is looked at once, and figures of months are read.
const settleMs = 40_000;
const warmUpMs = 1_000;
const lingerMs = 5_000;
// How long a question takes, which goals are about; and how many are answered where they wait for each other.
const alone = 1;
const many = 16;

/** The API of a monitor that checks 1,000 services meanwhile, beside a bare server that answers the same bytes from memory. */
export async function measureApi(
  bench: ApiBench,
  { size, measureMs }: ApiLoad = wholeLoad,
): Promise<readonly Figure[]> {
  const { folder, target, projectRoot } = bench;
  const served = await serveHistory({ folder, projectRoot, size, intervalMs, urlOf: () => target.httpUrl });
  const { monitor, names, databaseFile } = served;
  const figures: Figure[] = [];
  let before = await monitor.usage();
  let after = before;
  try {
    await monitor.wait(settleMs);
    before = await monitor.usage();
    for (const question of questionsFor(served)) {
      figures.push(...(await measureQuestion(question, { folder, url: served.url, measureMs })));
    }
    after = await monitor.usage();
    await monitor.wait(lingerMs);
  } finally {
    await monitor.stop();
  }
  const period = { fromAt: before.at, toAt: after.at, lingerMs };
  const looks = await readLooks(databaseFile, { names, intervalMs, ...period });
  const of = `API under load, ${names.length.toLocaleString('en')} services meanwhile`;
  return [
    ...figures,
    { what: `${of}: checks done`, unit: '%', value: looks.donePercent, goal: { kind: 'at_least', limit: 100 } },
    { what: `${of}: checks begin late, p50`, unit: 'ms', value: looks.lateMs(0.5) },
    { what: `${of}: checks begin late, p99`, unit: 'ms', value: looks.lateMs(0.99) },
    { what: `${of}: memory`, unit: 'MB', value: after.residentMb },
  ];
}

interface Question {
  readonly what: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly gzip?: true;
  /** Of the slowest in a hundred, one after another. */
  readonly goal?: Goal;
}

function questionsFor({ names, endAt }: ServedHistory): readonly Question[] {
  const service = `/services/${names.at(-1)}`;
  const range = (days: number) => `from=${instant(endAt - days * dayMs)}&to=${instant(endAt)}`;
  const quick = atMost(50);
  return [
    { what: '100 services', path: '/services?limit=100', ...quick },
    { what: 'overview', path: '/overview' },
    { what: 'overview, compressed', path: '/overview', gzip: true },
    { what: 'series of 24 h', path: `${service}/series?${range(1)}`, ...quick },
    { what: 'series of 30 d', path: `${service}/series?${range(30)}`, ...quick },
    { what: '100 results', path: `${service}/results?limit=100`, ...quick },
    { what: '100 incidents', path: '/incidents?limit=100', ...quick },
  ];
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

interface Measuring {
  readonly folder: string;
  readonly url: string;
  readonly measureMs: number;
}

async function measureQuestion(question: Question, { folder, url, measureMs }: Measuring): Promise<readonly Figure[]> {
  const { what, path, gzip, goal } = question;
  const headers = { 'accept-encoding': gzip ? 'gzip' : 'identity' };
  const asked = { url: `${url}/api/v1${path}`, headers };
  const ours = await measureLoads(asked, measureMs);
  const bare = await serveStored(asked, join(folder, 'answer'));
  const baseline = await measureLoads({ url: bare.url, headers }, measureMs);
  await bare.stop();
  const size = `${(bare.bytes / 1_000).toFixed(bare.bytes < 10_000 ? 1 : 0)} kB`;
  return [alone, many].flatMap((atOnce) => {
    const [mine, theirs] = [ours[atOnce], baseline[atOnce]];
    if (mine === undefined || theirs === undefined) return [];
    const name = `API, ${what} (${size}), ${atOnce} at once`;
    const beside = (value: number) => ({ baseline: { what: 'stored answer, node:http', value } });
    return [
      { what: `${name}: answers`, unit: '/s', value: mine.perSecond, ...beside(theirs.perSecond) },
      { what: `${name}: p50`, unit: 'ms', value: mine.p50Ms, ...beside(theirs.p50Ms) },
      {
        ...{ what: `${name}: p99`, unit: 'ms', value: mine.p99Ms, ...beside(theirs.p99Ms) },
        ...(atOnce === alone && goal !== undefined && { goal }),
      },
    ] as const;
  });
}

type Asked = Pick<LoadTask, 'url' | 'headers'>;

/** By how many are asked at once. The client has the core of the target, not that of who is asked. */
async function measureLoads(asked: Asked, measureMs: number): Promise<Readonly<Record<number, LoadResult>>> {
  const results: Record<number, LoadResult> = {};
  for (const atOnce of [alone, many]) {
    const task: LoadTask = { ...asked, atOnce, warmUpMs, measureMs };
    results[atOnce] = JSON.parse(await runNode([entry('load'), JSON.stringify(task)], { core: 1 }));
  }
  return results;
}
