import { join } from 'node:path';
import { entry, runNode } from './child.ts';
import type { ClientCost, ClientTask } from './client.ts';
import { writeConfig } from './config-file.ts';
import { type Figure, median } from './figures.ts';
import type { Target } from './target.ts';

const rounds = 5;
const inFlight = 10;

/** CPU per check of the whole path, configuration to verdict, beside bare Node clients; fresh connections, rounds taken in turn. */
export async function measureCpu(folder: string, target: Target): Promise<readonly Figure[]> {
  const http = await compare(folder, target, { url: target.httpUrl, requests: 3_000, name: 'http' });
  const https = await compare(folder, target, { url: target.httpsUrl, requests: 1_000, name: 'https' });
  return [
    {
      what: 'CPU per check, HTTP',
      unit: 'µs',
      value: http.svcmon,
      baseline: { what: 'bare node:http', value: http.bare },
      goal: { kind: 'times', limit: 1.5 },
    },
    {
      what: 'CPU per check, HTTPS with its chain',
      unit: 'µs',
      value: https.svcmon,
      baseline: { what: 'bare node:https', value: https.bare },
      goal: { kind: 'times', limit: 1.15 },
    },
  ];
}

interface Comparison {
  readonly name: string;
  readonly url: string;
  readonly requests: number;
}

async function compare(folder: string, { caFile }: Target, { name, url, requests }: Comparison) {
  const configFile = join(folder, `${name}.yaml`);
  await writeConfig(configFile, { url, caFile, count: inFlight, maxWorkers: inFlight });
  const task = { url, caFile, configFile, inFlight, warmUps: 3_000, requests };
  const costs: Record<ClientTask['client'], number[]> = { bare: [], svcmon: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const client of ['bare', 'svcmon'] as const) {
      costs[client].push((await runClient({ ...task, client })).cpuUsPerRequest);
    }
  }
  return { bare: median(costs.bare), svcmon: median(costs.svcmon) };
}

/** Runs one client process and resolves with what it measured. */
export async function runClient(task: ClientTask): Promise<ClientCost> {
  return JSON.parse(await runNode([entry('client'), JSON.stringify(task)])) as ClientCost;
}
