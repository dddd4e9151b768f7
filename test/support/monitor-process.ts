import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished, vi } from 'vitest';
import { type MonitorLine, monitorLineSchema } from '../../src/reporting/monitor-lines.ts';
import { bundle } from './svcmon.ts';

/** A running `svcmon monitor`; killed with the test where it still runs. */
export interface MonitorProcess {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** The entries of its log. */
  log(): readonly LogEntry[];
  /** The lines of `-o ndjson`; each must have the form its schema promises. */
  lines(): readonly MonitorLine[];
  /** Waits until that holds; fails with what was said until then. */
  until(holds: () => boolean): Promise<void>;
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>;
}

export interface LogEntry {
  readonly level: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}

export interface MonitorProcessOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs the program through this command line, whose `"$@"` is the program's own. */
  readonly shell?: string;
}

const patience = { timeout: 15_000, interval: 20 };

/** Starts the built program with `monitor` and these arguments. */
export function startMonitor(args: readonly string[], { cwd, env, shell }: MonitorProcessOptions): MonitorProcess {
  const own = [process.execPath, bundle, 'monitor', ...args];
  const [command = '', ...rest] = shell === undefined ? own : ['sh', '-c', shell, 'sh', ...own];
  const child = spawn(command, rest, { cwd, env: { PATH: process.env.PATH, HOME: cwd, ...env } });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  return {
    child,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    log: () => wholeLines(texts.stderr).flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : [])),
    lines: () => wholeLines(texts.stdout).map((line) => monitorLineSchema.parse(JSON.parse(line))),
    until: (holds) =>
      vi.waitFor(() => {
        if (!holds()) throw new Error(`it did not come to that:\n${texts.stdout}\n${texts.stderr}`);
      }, patience),
    async ended() {
      await exited;
      return child.exitCode;
    },
  };
}

function wholeLines(text: string): readonly string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}
