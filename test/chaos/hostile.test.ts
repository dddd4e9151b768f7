import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from '../support/svcmon.ts';
import { readAccount } from './account.ts';
import { bounds } from './bounds.ts';
import { tell } from './figures.ts';
import { type HostileServers, hostilities, startHostileServers } from './hostile-server.ts';
import { startMonitor } from './monitor-process.ts';
import { measuredLoop, residentMb, startControl } from './process-facts.ts';

const names = Object.keys(hostilities);
const timeoutMs = 1_000;
const intervalMs = 3_000;
const sampledEveryMs = 500;
// The peaks of five rounds: between two rounds less is in use.
const samplesCompared = (5 * intervalMs) / sampledEveryMs;
const mostOverMs = 100;
const mostGrowthMb = 20;
const mostLoopDelayMs = 50;

test('hostile targets are judged in time, and cost neither memory nor the event loop', {
  timeout: warmUpMs() + bounds.hostileMs + 60_000,
}, async (context) => {
  const folder = await freshFolder();
  const servers = await startHostileServers(hostilities);
  const control = startControl(folder);
  onTestFinished(async () => {
    await Promise.all([servers.stop(), control.stop()]);
  });
  await writeFile(join(folder, 'services.yaml'), JSON.stringify(configFor(servers)));

  const loop = measuredLoop(folder);
  const monitor = startMonitor({ cwd: folder, nodeArgs: loop.nodeArgs, env: loop.env });
  await delay(warmUpMs());
  monitor.requireAlive();
  const memory = [await residentMb(monitor.pid)];
  for (const pid of [monitor.pid, control.pid]) process.kill(pid, 'SIGUSR2');
  const measuredFromAt = Date.now();
  while (Date.now() < measuredFromAt + bounds.hostileMs) {
    await delay(sampledEveryMs);
    memory.push(await residentMb(monitor.pid));
  }
  const [late, noise] = [await loop.read(), await control.read()];
  expect(await monitor.stop()).toBe(0);

  const { results } = await readAccount(join(folder, 'svcmon.db'));
  const [slowest] = results.toSorted((a, b) => b.durationMs - a.durationMs);
  const lifetimes = [...servers.lifetimes.values()].flat().toSorted((a, b) => a - b);
  const [before, after] = [highest(memory.slice(0, samplesCompared)), highest(memory.slice(-samplesCompared))];
  const growthMb = after - before;
  tell(context, {
    'hostile targets': `${names.length} kinds, ${results.length} verdicts in ${(warmUpMs() + bounds.hostileMs) / 1_000} s`,
    'verdict at the latest': `${rounded(slowest?.durationMs)} ms of ${timeoutMs} ms (${slowest?.service}), longest connection ${rounded(lifetimes.at(-1))} ms`,
    'RSS growth': `${rounded(growthMb)} MB: at most ${rounded(before)} MB in the first 15 s once warm, ${rounded(after)} MB in the last, ${rounded(highest(memory))} MB in all`,
    'event loop late': `p50 ${rounded(late.p50Ms)}, p99 ${rounded(late.p99Ms)}, max ${rounded(late.maxMs)} ms`,
    'taken by the machine': `from another process at the same time p99 ${rounded(noise.p99Ms)}, max ${rounded(noise.maxMs)} ms`,
  });
  for (const name of names) {
    const statuses = new Set(results.filter(({ service }) => service === name).map(({ status }) => status));
    expect.soft([...statuses], name).toEqual([hostilities[name]?.status]);
  }
  expect(slowest?.durationMs).toBeLessThan(timeoutMs + mostOverMs + noise.maxMs);
  expect(lifetimes.at(-1)).toBeLessThan(timeoutMs + mostOverMs + noise.maxMs);
  expect(growthMb).toBeLessThan(mostGrowthMb);
  expect(late.p99Ms).toBeLessThan(mostLoopDelayMs + noise.p99Ms);
});

/** Time enough for the program to be compiled and its heap to have found its size. */
function warmUpMs(): number {
  return Math.min(30_000, bounds.hostileMs);
}

function configFor({ urls }: HostileServers) {
  const services = names.map((name) => ({ name, url: urls[name], ...hostilities[name]?.options }));
  const thresholds = { response_time_warning: 40_000, response_time_critical: 50_000, failure_count_alert: 1_000 };
  return {
    services: services.map((service) => ({ timeout: `${timeoutMs}ms`, ...service })),
    monitoring: { check_interval: `${intervalMs}ms`, max_workers: 100 },
    alerts: { thresholds },
    storage: { url: 'sqlite:svcmon.db' },
  };
}

function highest(numbers: readonly number[]): number {
  return Math.max(...numbers);
}

function rounded(number: number | undefined): string {
  return (number ?? Number.NaN).toFixed(1);
}
