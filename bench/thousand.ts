import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckDocument } from '../src/reporting/check-report-schema.ts';
import { entry, runNode } from './child.ts';
import { writeConfig } from './config-file.ts';
import { runClient } from './cpu.ts';
import { type Figure, median } from './figures.ts';
import type { Target } from './target.ts';

const rounds = 5;
const inFlight = 10;

/** One `check` of 1,000 services: its wall time, its memory, and whether the times it reports are those of a bare client. */
export async function measureThousand(
  folder: string,
  { target, projectRoot }: { readonly target: Target; readonly projectRoot: string },
): Promise<readonly Figure[]> {
  const bundle = join(projectRoot, 'dist', 'svcmon.js');
  const few = await measureCheck(folder, { bundle, target, count: 10 });
  const thousand = await measureCheck(folder, { bundle, target, count: 1_000 });
  const bare = await measureBare(target);
  return [
    { what: 'check of 1,000 services, wall', unit: 'ms', value: thousand.wallMs },
    { what: 'peak memory, 10 services', unit: 'MB', value: few.peakMb, goal: { kind: 'at_most', limit: 90 } },
    { what: 'peak memory, 1,000 services', unit: 'MB', value: thousand.peakMb, goal: { kind: 'at_most', limit: 180 } },
    {
      what: 'reported response time, p50',
      unit: 'ms',
      value: thousand.p50Ms,
      baseline: { what: `bare node:http, ${inFlight} at once`, value: bare },
      goal: { kind: 'more', limit: 0.2 },
    },
  ];
}

interface CheckTask {
  readonly bundle: string;
  readonly target: Target;
  readonly count: number;
}

async function measureCheck(folder: string, { bundle, target, count }: CheckTask) {
  const configFile = join(folder, `check-${count}.yaml`);
  const peakFile = join(folder, 'peak');
  await writeConfig(configFile, { url: target.httpUrl, caFile: target.caFile, count, maxWorkers: inFlight });
  const measured: { wallMs: number[]; peakMb: number[]; p50Ms: number[] } = { wallMs: [], peakMb: [], p50Ms: [] };
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const args = ['--import', entry('report-peak-memory'), bundle, 'check', '-c', configFile, '-o', 'json'];
    const { performance: times } = JSON.parse(
      await runNode(args, { env: { ...process.env, PEAK_MEMORY_FILE: peakFile } }),
    ) as CheckDocument;
    measured.wallMs.push(performance.now() - startedAt);
    measured.peakMb.push(Number(await readFile(peakFile, 'utf8')) / 1_024);
    measured.p50Ms.push(times.p50_response_time_ms ?? Number.NaN);
  }
  return { wallMs: median(measured.wallMs), peakMb: median(measured.peakMb), p50Ms: median(measured.p50Ms) };
}

/** The p50 of as many requests by a bare client, as cold as the check is. */
async function measureBare({ httpUrl, caFile }: Target): Promise<number> {
  const task = { client: 'bare', url: httpUrl, caFile, configFile: '', inFlight, warmUps: 0, requests: 1_000 } as const;
  const p50s: number[] = [];
  for (let round = 0; round < rounds; round += 1) p50s.push((await runClient(task)).latencyP50Ms);
  return median(p50s);
}
