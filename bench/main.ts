// Prints each figure beside its goal; with --record writes them to bench/results.json too. See scripts/bench.mjs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../test/support/project-root.ts';
import { measureApi } from './api.ts';
import { measureCpu } from './cpu.ts';
import { measureDashboard } from './dashboard.ts';
import { type Figure, figuresTable } from './figures.ts';
import { type MonitorLoad, measureMonitor } from './monitor.ts';
import { record } from './results.ts';
import { measureSla } from './sla.ts';
import { measureStartUp } from './start-up.ts';
import { measureStorage } from './storage.ts';
import { startTarget, type Target } from './target.ts';
import { measureThousand } from './thousand.ts';

const monitor = (load: MonitorLoad) => (folder: string, target: Target) =>
  measureMonitor(load, { folder, target, projectRoot });

const parts: Readonly<Record<string, (folder: string, target: Target) => Promise<readonly Figure[]>>> = {
  'start-up': (folder, target) => measureStartUp(folder, { target, projectRoot }),
  cpu: measureCpu,
  thousand: (folder, target) => measureThousand(folder, { target, projectRoot }),
  'monitor-10': monitor({ scheme: 'http', count: 10 }),
  'monitor-1k': monitor({ scheme: 'http', count: 1_000 }),
  'monitor-10k': monitor({ scheme: 'http', count: 10_000 }),
  'monitor-40k': monitor({ scheme: 'http', count: 40_000 }),
  'monitor-https': monitor({ scheme: 'https', count: 2_000 }),
  storage: measureStorage,
  // Reports on the history that "storage" made, where that ran before.
  sla: (folder) => measureSla(folder),
  api: (folder, target) => measureApi({ folder, target, projectRoot }),
  // Opens the dashboard of the history that "api" made, where that ran before.
  dashboard: (folder, target) => measureDashboard({ folder, target, projectRoot }),
};

const { values: options, positionals: asked } = parseArgs({
  options: { record: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`bench: no part is named ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
await bench(asked.length === 0 ? Object.keys(parts) : asked);

async function bench(names: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-bench-'));
  const target = await startTarget(folder);
  try {
    const all: Figure[] = [];
    for (const name of names) {
      console.error(`measuring ${name} …`);
      const figures = (await parts[name]?.(folder, target)) ?? [];
      all.push(...figures);
      // One after the other: a part that breaks takes nothing of the others with it.
      if (options.record) await record(name, figures, target);
    }
    console.log(figuresTable(all));
  } finally {
    await target.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
