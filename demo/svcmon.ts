import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { projectRoot, ScriptError } from '../scripts/run.mjs';
import type { Stage } from './stage.ts';

export const configPath = 'config/demo.yaml';

/** The real program at work on the stage. */
export interface Running {
  /** Resolves with the exit code; undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  readonly child: ChildProcess;
  /** Asks it to stop, once. */
  stop(): void;
}

/** Where what it says goes: to this terminal, or to whoever reads its streams. */
type Saying = 'inherit' | 'pipe';

/** Starts svcmon. Throws a ScriptError where it was never built. */
export function startSvcmon(args: readonly string[], { folder, environment }: Stage, saying: Saying): Running {
  const program = join(projectRoot, 'dist', 'svcmon.js');
  if (!existsSync(program)) throw new ScriptError('the program is not built: run npm start, or npm run build.');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: environment,
    stdio: saying === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    // Without a terminal of its own it hears of Ctrl-C from us alone; a second one would end it at once.
    detached: saying === 'pipe',
  });
  const stop = () => {
    child.kill('SIGTERM');
    // It stops within ten seconds, or cannot.
    setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
  };
  let isStopping = false;
  return {
    child,
    ended: once(child, 'exit').then(([code]: (number | null)[]) => code ?? undefined),
    stop() {
      if (!isStopping) stop();
      isStopping = true;
    },
  };
}

/** Runs svcmon to its end. Rejects with a ScriptError that says what it said where it fails. */
export async function runSvcmon(args: readonly string[], stage: Stage): Promise<void> {
  const { child, ended } = startSvcmon(args, stage, 'pipe');
  const said = keepLines(child.stderr);
  child.stdout?.resume();
  if ((await ended) !== 0) throw new ScriptError(`svcmon ${args[0]} failed:\n${said.join('\n')}`);
}

/** How it ended, in words. */
export function endOf(code: number | undefined): string {
  return code === undefined ? 'a signal' : `exit code ${code}`;
}

const mostLines = 20;

/** The last lines of a stream, as they come. */
export function keepLines(stream: Readable | null): readonly string[] {
  const lines: string[] = [];
  let rest = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    const [last = '', ...whole] = `${rest}${text}`.split('\n').reverse();
    rest = last;
    lines.push(...whole.reverse());
    lines.splice(0, lines.length - mostLines);
  });
  return lines;
}
