import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('../..', import.meta.url));

/** A folder that is gone at the end of the block that uses it. */
export interface TemporaryProject {
  readonly root: string;
  write(path: string, text: string): void;
  /** Runs `node` in the folder. */
  node(args: readonly string[]): SpawnSyncReturns<string>;
  remove(): void;
}

/** An empty project with the given files. */
export function createProject(files: Readonly<Record<string, string>>): TemporaryProject {
  const root = mkdtempSync(join(tmpdir(), 'svcmon-project-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    root,
    write,
    node: (args) => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** This project's scripts and packages around other sources. */
export function createClone(files: Readonly<Record<string, string>>): TemporaryProject {
  const project = createProject(files);
  for (const path of ['package.json', 'package-lock.json', 'tsconfig.json', '.dependency-cruiser.mjs', 'scripts']) {
    cpSync(join(home, path), join(project.root, path), { recursive: true });
  }
  symlinkSync(join(home, 'node_modules'), join(project.root, 'node_modules'));
  return project;
}
