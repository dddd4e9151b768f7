import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Whether client and server can be given a core each. */
export const canPin = process.platform === 'linux' && availableParallelism() > 1 && hasTaskset();

/** The path of a bundle beside this one. */
export function entry(name: string): string {
  return fileURLToPath(new URL(`./${name}.js`, import.meta.url));
}

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs Node with these arguments, on core 0 unless told, and resolves with what it wrote to stdout; rejects unless it ends with 0. */
export async function runNode(
  args: readonly string[],
  options: ChildOptions & { readonly core?: number } = {},
): Promise<string> {
  const child = startNode(args, { core: 0, ...options });
  const [output, notes] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode === 0) return output;
  throw new Error(`node ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}: ${notes}`);
}

/** Starts Node on one core. */
export function startNode(
  args: readonly string[],
  { core, ...options }: ChildOptions & { readonly core: number },
): ChildProcessByStdio<null, Readable, Readable> {
  const pinned = canPin ? ['taskset', '-c', `${core}`] : [];
  const [command = process.execPath, ...rest] = [...pinned, process.execPath, ...args];
  return spawn(command, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Moves a running process to one core. */
export function pin(pid: number, core: number): void {
  if (canPin) execFileSync('taskset', ['-a', '-p', '-c', `${core}`, `${pid}`], { stdio: 'ignore' });
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
