import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNode } from './child.ts';
import { writeConfig } from './config-file.ts';
import { type Figure, median } from './figures.ts';
import type { Target } from './target.ts';

const runs = 25;

/** Wall time of whole commands beside a Node that does nothing; runs taken in turn. */
export async function measureStartUp(
  folder: string,
  { target, projectRoot }: { readonly target: Target; readonly projectRoot: string },
): Promise<readonly Figure[]> {
  const bundle = join(projectRoot, 'dist', 'svcmon.js');
  await copyFile(join(projectRoot, 'config', 'services.yaml'), join(folder, 'example.yaml'));
  await writeConfig(join(folder, 'four.yaml'), {
    url: target.httpUrl,
    caFile: target.caFile,
    count: 4,
    maxWorkers: 10,
  });
  const commands = {
    nothing: ['-e', '0'],
    version: [bundle, '--version'],
    validate: [bundle, 'validate', '-c', 'example.yaml'],
    check: [bundle, 'check', '-c', 'four.yaml'],
  };
  const walls: Record<keyof typeof commands, number[]> = { nothing: [], version: [], validate: [], check: [] };
  for (let run = 0; run <= runs; run += 1) {
    for (const name of ['nothing', 'version', 'validate', 'check'] as const) {
      const startedAt = performance.now();
      await runNode(commands[name], { cwd: folder });
      // The first of each only fills the caches of the disk.
      if (run > 0) walls[name].push(performance.now() - startedAt);
    }
  }
  const baseline = { what: 'node -e 0', value: median(walls.nothing) };
  const figure = (what: string, wall: readonly number[], limit: number): Figure => {
    return { what, unit: 'ms', value: median(wall), baseline, goal: { kind: 'times', limit } };
  };
  return [
    figure('svcmon --version', walls.version, 1.4),
    figure('svcmon validate', walls.validate, 3),
    figure('svcmon check, 4 services', walls.check, 3.5),
  ];
}
