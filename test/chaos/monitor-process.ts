import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bundle } from '../support/svcmon.ts';

/** One object of what `svcmon monitor -o ndjson` writes. */
export type Line = Readonly<Record<string, unknown>>;

/** A real `svcmon monitor`. */
export interface MonitorProcess {
  readonly pid: number;
  /** What it wrote to stdout so far. */
  readonly lines: readonly Line[];
  /** What it wrote to stderr so far. */
  notes(): string;
  /** Its exit code once it is gone; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Throws with what it said where it has ended by itself. */
  requireAlive(): void;
  /** Ends it without any warning (SIGKILL); resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM); resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface MonitorProcessOptions {
  /** Holds services.yaml; where it works. */
  readonly cwd: string;
  /** Before the program: options of Node. */
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built program as a process of its own, which ends with this one at the latest. */
export function startMonitor({ cwd, nodeArgs = [], args = [], env }: MonitorProcessOptions): MonitorProcess {
  const child = spawn(
    process.execPath,
    [...nodeArgs, bundle, 'monitor', '-c', 'services.yaml', '-o', 'ndjson', ...args],
    { cwd, env: { PATH: process.env.PATH, HOME: cwd, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error('the monitor was not started');
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(...parsed(line)));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'close').then(() => {
    process.off('exit', killWithUs);
    return child.exitCode;
  });
  return {
    pid,
    lines,
    notes: () => said,
    ended,
    requireAlive() {
      const { exitCode, signalCode } = child;
      if (exitCode !== null || signalCode !== null) throw new Error(`the monitor ended by itself: ${exitCode} ${said}`);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Nothing where a kill cut the line short. */
function parsed(line: string): readonly Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}
