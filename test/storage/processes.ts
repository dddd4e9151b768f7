import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { bundleProgram } from '../support/bundled.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A running child.ts. */
export interface StoreProcess {
  readonly pid: number;
  /** What it says, line by line. */
  readonly lines: AsyncIterable<string>;
  /** Ends it without any warning, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Lets it end by itself. */
  finish(): Promise<number | null>;
}

/** To be called at the top of a test file: makes child.ts ready to be started. */
export function storeProcesses(): (task: 'hold' | 'load', path: string, argument?: number) => StoreProcess {
  // Below the project, since the packages are found from there.
  const folder = mkdtempSync(join(projectRoot, 'node_modules', '.svcmon-storage-'));
  const script = join(folder, 'child.mjs');
  beforeAll(() => bundleProgram(join(projectRoot, 'test', 'storage', 'child.ts'), script));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (task, path, argument = 0) => {
    return toStoreProcess(
      spawn(process.execPath, [script, task, path, String(argument)], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
  };
}

function toStoreProcess(child: ChildProcess): StoreProcess {
  const { stdout, stdin, pid } = child;
  if (stdout === null || stdin === null || pid === undefined) throw new Error('the process was not started');
  const ended = once(child, 'close');
  return {
    pid,
    lines: createInterface({ input: stdout }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async finish() {
      stdin.end();
      await ended;
      return child.exitCode;
    },
  };
}

/** The next line that a process says; undefined when it says nothing more. */
export async function nextLine({ lines }: StoreProcess): Promise<string | undefined> {
  const { value } = await lines[Symbol.asyncIterator]().next();
  return value;
}
