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
  const few = await measureCheck({ count: 10, inFlight: workers }, parts);
  const thousand = await measureCheck({ count: 1_000, inFlight: workers }, parts);
  const oneByOne = await measureCheck({ count: 1_000, inFlight: 1 }, parts);
  return [
    { what: 'check of 1,000 services, wall', unit: 'ms', value: thousand.wallMs },
    { what: 'peak memory, 10 services', unit: 'MB', value: few.peakMb, goal: { kind: 'at_most', limit: 90 } },
    { what: 'peak memory, 1,000 services', unit: 'MB', value: thousand.peakMb, goal: { kind: 'at_most', limit: 180 } },
    {
      what: 'reported response time p50, one at a time',
      unit: 'ms',
      value: oneByOne.p50Ms,
      baseline: { what: 'bare node:http', value: await measureBare(1, target) },
      goal: { kind: 'more', limit: 0.2 },
    },
    {
      // A client that is busy all the time waits for itself: so does the bare one, which sends no faster than it can.
      what: `reported response time p50, ${workers} at once`,
      unit: 'ms',
      value: thousand.p50Ms,
      baseline: { what: 'bare node:http', value: await measureBare(workers, target) },
      goal: { kind: 'times', limit: 2 },
    },
  ];
}

interface CheckParts {
  readonly folder: string;
  readonly target: Target;
  readonly bundle: string;
}

async function measureCheck(
  { count, inFlight }: { readonly count: number; readonly inFlight: number },
  { folder, target, bundle }: CheckParts,
) {
  const configFile = join(folder, `check-${count}-${inFlight}.yaml`);
  const peakFile = join(folder, 'peak');
  await writeConfig(configFile, { url: target.httpUrl, caFile: target.caFile, count, maxWorkers: inFlight });
  const measured: { wallMs: number[]; peakMb: number[]; p50Ms: number[] } = { wallMs: [], peakMb: [], p50Ms: [] };
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const args = ['--import', entry('report-peak-memory'), bundle, 'check', '-c', configFile, '-o', 'json'];
    const output = await runNode(args, { env: { ...process.env, PEAK_MEMORY_FILE: peakFile } });
    measured.wallMs.push(performance.now() - startedAt);
    measured.peakMb.push(Number(await readFile(peakFile, 'utf8')) / 1_024);
    measured.p50Ms.push((JSON.parse(output) as CheckDocument).performance.p50_response_time_ms ?? Number.NaN);
  }
  return { wallMs: median(measured.wallMs), peakMb: median(measured.peakMb), p50Ms: median(measured.p50Ms) };
}

/** The p50 of as many requests by a bare client, as cold as the check is. */
async function measureBare(inFlight: number, { httpUrl, caFile }: Target): Promise<number> {
  const task = { client: 'bare', url: httpUrl, caFile, configFile: '', inFlight, warmUps: 0, requests: 1_000 } as const;
  const p50s: number[] = [];
  for (let round = 0; round < rounds; round += 1) p50s.push((await runClient(task)).latencyP50Ms);
  return median(p50s);
}
