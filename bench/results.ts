import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../test/support/project-root.ts';
import { canPin } from './child.ts';
import { type Figure, isMet } from './figures.ts';
import type { Target } from './target.ts';

const file = join(projectRoot, 'bench', 'results.json');

/** Puts the figures in the place of those that the file has of the same part, with when and on what they were measured. */
export async function record(part: string, figures: readonly Figure[], { server }: Target): Promise<void> {
  const { parts } = JSON.parse(await readFile(file, 'utf8')) as { parts: object };
  const measured = {
    measured_at: new Date().toISOString(),
    machine: machineOf(server),
    figures: figures.map(recorded),
  };
  const results = { parts: { ...parts, [part]: measured } };
  const text = JSON.stringify(results, (_key, value) => (typeof value === 'number' ? rounded(value) : value), 2);
  await writeFile(file, `${text}\n`);
}

function machineOf(server: string) {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch} ${release()}`,
    node: process.version,
    server,
    pinned: canPin,
  };
}

function recorded(figure: Figure) {
  return { ...figure, value: rounded(figure.value), met: isMet(figure) ?? null };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
