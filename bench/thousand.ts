import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckDocument } from '../src/reporting/check-report-schema.ts';
import { entry, runNode } from './child.ts';
import { writeConfig } from './config-file.ts';
import { runClient } from './cpu.ts';
import { type Figure, median } from './figures.ts';
import type { Target } from './target.ts';

const rounds = 5;
const workers = 10;

/** One `check` of 1,000 services: its wall time, its memory, and whether the times it reports are those of a bare client. */
export async function measureThousand(
  folder: string,
  { target, projectRoot }: { readonly target: Target; readonly projectRoot: string },
): Promise<readonly Figure[]> {
  const parts = { folder, target, bundle: join(projectRoot, 'dist', 'svcmon.js') };
  const few = await measureChecks({ count: 10, inFlight: workers }, parts);
  const thousand = await measureChecks({ count: 1_000, inFlight: workers }, parts);
  const oneByOne = await measureChecks({ count: 1_000, inFlight: 1 }, parts);
  return [
    {
      what: 'check of 1,000 services',
      unit: 'ms',
      value: thousand.wallMs,
      baseline: { what: 'bare node:http', value: thousand.bare.wallMs },
    },
    { what: 'peak memory, 10 services', unit: 'MB', value: few.peakMb, goal: { kind: 'at_most', limit: 90 } },
    { what: 'peak memory, 1,000 services', unit: 'MB', value: thousand.peakMb, goal: { kind: 'at_most', limit: 180 } },
    {
      what: 'reported response time p50, one at a time',
      unit: 'ms',
      value: oneByOne.p50Ms,
      baseline: { what: 'bare node:http', value: oneByOne.bare.p50Ms },
      goal: { kind: 'more', limit: 0.2 },
    },
    {
      // A client that is busy all the time waits for itself: so does the bare one, which sends no faster than it can.
      what: `reported response time p50, ${workers} at once`,
      unit: 'ms',
      value: thousand.p50Ms,
      baseline: { what: 'bare node:http', value: thousand.bare.p50Ms },
      goal: { kind: 'times', limit: 2 },
    },
  ];
}

interface CheckParts {
  readonly folder: string;
  readonly target: Target;
  readonly bundle: string;
}

interface CheckSize {
  readonly count: number;
  readonly inFlight: number;
}

interface CheckRow {
  readonly wallMs: number;
  readonly peakMb: number;
  readonly p50Ms: number;
  readonly bare: { readonly wallMs: number; readonly p50Ms: number };
}

/** Medians of several checks, each beside a bare client that asks as often, with as many at once, as cold as the check is. */
async function measureChecks({ count, inFlight }: CheckSize, { folder, target, bundle }: CheckParts) {
  const { httpUrl: url, caFile } = target;
  const configFile = join(folder, `check-${count}-${inFlight}.yaml`);
  await writeConfig(configFile, { url, caFile, count, maxWorkers: inFlight });
  const task = { client: 'bare', url, caFile, configFile, inFlight, warmUps: 0, requests: count } as const;
  const rows: CheckRow[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bareBeganAt = performance.now();
    const { latencyP50Ms } = await runClient(task);
    const bare = { wallMs: performance.now() - bareBeganAt, p50Ms: latencyP50Ms };
    rows.push({ bare, ...(await measureCheck({ bundle, configFile, peakFile: join(folder, 'peak') })) });
  }
  const middle = (pick: (row: CheckRow) => number) => median(rows.map(pick));
  return {
    wallMs: middle(({ wallMs }) => wallMs),
    peakMb: middle(({ peakMb }) => peakMb),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    bare: { wallMs: middle(({ bare }) => bare.wallMs), p50Ms: middle(({ bare }) => bare.p50Ms) },
  };
}

interface CheckFiles {
  readonly bundle: string;
  readonly configFile: string;
  readonly peakFile: string;
}

async function measureCheck({ bundle, configFile, peakFile }: CheckFiles) {
  const startedAt = performance.now();
  const args = ['--import', entry('report-peak-memory'), bundle, 'check', '-c', configFile, '-o', 'json'];
  const output = await runNode(args, { env: { ...process.env, PEAK_MEMORY_FILE: peakFile } });
  const { performance: times } = JSON.parse(output) as CheckDocument;
  return {
    wallMs: performance.now() - startedAt,
    peakMb: Number(await readFile(peakFile, 'utf8')) / 1_024,
    p50Ms: times.p50_response_time_ms ?? Number.NaN,
  };
}
