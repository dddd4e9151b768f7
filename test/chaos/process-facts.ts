import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

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

/** A Node process whose event loop is being measured. */
export interface MeasuredLoop {
  /** Options of Node and variables that let a process measure itself. */
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it measured until about a second ago. */
  read(): Promise<LoopDelay>;
}

/** Lets a process measure its event loop by way of a file in that folder. */
export function measuredLoop(folder: string, name: string): MeasuredLoop {
  const path = join(folder, `${name}.json`);
  return {
    nodeArgs: ['--import', new URL('./loop-delay.mjs', import.meta.url).href],
    env: { LOOP_DELAY_FILE: path },
    read: async () => JSON.parse(await readFile(path, 'utf8')) as LoopDelay,
  };
}

/** A process that does nothing: what it measures is the machine's own. */
export interface IdleProcess {
  readonly loop: MeasuredLoop;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts one. */
export function startIdleProcess(folder: string): IdleProcess {
  const loop = measuredLoop(folder, 'idle');
  const child = spawn(process.execPath, [...loop.nodeArgs, '-e', 'setInterval(() => {}, 10)'], {
    env: { PATH: process.env.PATH, ...loop.env },
    stdio: 'ignore',
  });
  if (child.pid === undefined) throw new Error('the idle process was not started');
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  return {
    loop,
    pid: child.pid,
    async stop() {
      process.off('exit', killWithUs);
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
