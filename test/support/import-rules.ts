import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import config, { rulesFor } from '../../.dependency-cruiser.mjs';

/** What dependency-cruiser found in the src/ of a folder. */
export interface Cruise {
  /** The files of src/ that were read. */
  readonly files: readonly string[];
  /** `rule: from → to`, one line each. */
  readonly violations: readonly string[];
}

/** Runs the project's import rules over the src/ of a folder. */
export async function cruiseSources(root: string): Promise<Cruise> {
  const { enhancedResolveOptions, ...options } = config.options ?? {};
  const { output } = await cruise(
    ['src'],
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden: rulesFor(root) } },
    enhancedResolveOptions,
  );
  const { modules, summary } = output as ICruiseResult;
  return {
    files: modules.map(({ source }) => source).filter((source) => source.startsWith('src/')),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}

/** The same over a made-up project: its files by path. */
export async function cruiseFiles(files: Readonly<Record<string, string>>): Promise<Cruise> {
  const root = await mkdtemp(join(tmpdir(), 'svcmon-imports-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await cruiseSources(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
