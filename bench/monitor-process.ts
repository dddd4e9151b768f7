import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startNode } from './child.ts';

/** A `svcmon monitor` that runs on a core of its own. */
export interface MonitorProcess {
  /** Resolves with the entry of its log that has that message, once it is there; rejects where it ends before, or takes a minute. */
  logged(message: string): Promise<Readonly<Record<string, unknown>>>;
  /** Waits so long; rejects where it ends before. */
  wait(ms: number): Promise<void>;
  usage(): Promise<Usage>;
  /** The end of its log. */
  notes(): string;
  stop(): Promise<void>;
}

export interface Usage {
  /** Epoch ms. */
  readonly at: number;
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Starts the built program in that folder, where its services.yaml is. */
export function startMonitor({
  cwd,
  projectRoot,
}: {
  readonly cwd: string;
  readonly projectRoot: string;
}): MonitorProcess {
  const child = startNode([join(projectRoot, 'dist', 'svcmon.js'), 'monitor', '-c', 'services.yaml'], { cwd, core: 0 });
  const ended = once(child, 'exit');
  let notes = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    notes = `${notes}${text}`.slice(-8_000);
  });
  child.stdout.resume();
  const wait = async (ms: number) => {
    await Promise.race([ended, delay(ms)]);
    if (child.exitCode !== null) throw new Error(`the monitor ended with ${child.exitCode}: ${notes}`);
  };
  return {
    async logged(message) {
      const giveUpAt = performance.now() + 60_000;
      for (;;) {
        const entry = entriesOf(notes).find((one) => one.message === message);
        if (entry !== undefined) return entry;
        if (performance.now() > giveUpAt) throw new Error(`the monitor did not say "${message}": ${notes}`);
        await wait(20);
      }
    },
    wait,
    usage: () => usageOf(child.pid ?? 0),
    notes: () => notes,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Those that are whole. */
function entriesOf(notes: string): readonly Readonly<Record<string, unknown>>[] {
  return notes
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

// What Linux counts CPU time in for user space, on every architecture (proc(5), sysconf(3)).
const msPerTick = 10;

async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The name, in parentheses, may hold blanks; user and system time are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const residentKb = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { at: Date.now(), cpuMs: ticks * msPerTick, residentMb: residentKb / 1_024 };
}
