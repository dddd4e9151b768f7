// Prints each figure beside its goal and writes all of them to bench/results.json; see scripts/bench.mjs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../test/support/project-root.ts';
import { measureApi } from './api.ts';
import { canPin } from './child.ts';
import { measureCpu } from './cpu.ts';
import { measureDashboard } from './dashboard.ts';
import { type Figure, figuresTable, isMet } from './figures.ts';
import { type MonitorLoad, measureMonitor } from './monitor.ts';
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

const asked = process.argv.slice(2);
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
    const figures: Figure[] = [];
    for (const name of names) {
      console.error(`measuring ${name} …`);
      figures.push(...((await parts[name]?.(folder, target)) ?? []));
    }
    console.log(figuresTable(figures));
    if (names.length === Object.keys(parts).length) await writeResults(figures, target);
  } finally {
    await target.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeResults(figures: readonly Figure[], { server }: Target): Promise<void> {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch} ${release()}`,
    node: process.version,
    server,
    pinned: canPin,
  };
  const results = {
    measured_at: new Date().toISOString(),
    machine,
    figures: figures.map((figure) => ({ ...figure, value: rounded(figure.value), met: isMet(figure) ?? null })),
  };
  const text = JSON.stringify(results, (_key, value) => (typeof value === 'number' ? rounded(value) : value), 2);
  await writeFile(join(projectRoot, 'bench', 'results.json'), `${text}\n`);
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
