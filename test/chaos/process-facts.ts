import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The resident memory of a process, MB. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

/** How late an event loop was, ms. */
export interface LoopDelay {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** How a process of Node measures its own event loop. */
export interface MeasuredLoop {
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it measured until about a second ago. */
  read(): Promise<LoopDelay>;
}

/** Lets a process measure its event loop, by way of a file in that folder. */
export function measuredLoop(folder: string): MeasuredLoop {
  const path = join(folder, 'loop-delay.json');
  return {
    nodeArgs: ['--import', new URL('./loop-delay.mjs', import.meta.url).href],
    env: { LOOP_DELAY_FILE: path },
    read: () => readDelay(path),
  };
}

/** A process that shows what the machine does to any process at the same time. */
export interface Control {
  readonly pid: number;
  read(): Promise<LoopDelay>;
  stop(): Promise<void>;
}

/** Starts one. */
export function startControl(folder: string): Control {
  const path = join(folder, 'control.json');
  const script = fileURLToPath(new URL('./control.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], { env: { LOOP_DELAY_FILE: path }, stdio: 'ignore' });
  if (child.pid === undefined) throw new Error('the control was not started');
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  return {
    pid: child.pid,
    read: () => readDelay(path),
    async stop() {
      process.off('exit', killWithUs);
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function readDelay(path: string): Promise<LoopDelay> {
  return JSON.parse(await readFile(path, 'utf8')) as LoopDelay;
}
