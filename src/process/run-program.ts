import { type ChildProcess, spawn } from 'node:child_process';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Its whole standard input. */
  readonly input: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How a program ended, or why it never began. */
export type ProgramEnd =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'killed'; readonly signal: NodeJS.Signals }
  | { readonly how: 'out_of_time' | 'stopped' }
  | { readonly how: 'not_started'; readonly code: string };

/**
 * Runs a program without a shell and resolves once it has ended; what it prints is thrown away. When its time is up or the
 * signal fires it is killed together with all it has started. Never rejects.
 */
export async function runProgram({
  file,
  args,
  input,
  env,
  directory,
  timeoutMs,
  signal,
}: Program): Promise<ProgramEnd> {
  if (signal.aborted) return { how: 'stopped' };
  const outOfTime = AbortSignal.timeout(timeoutMs);
  const ending = AbortSignal.any([signal, outOfTime]);
  try {
    // Detached, it leads a process group of its own, which can be killed as one.
    const child = spawn(file, args, { env, cwd: directory, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    const ended = endOf(child);
    const kill = () => killGroup(child);
    ending.addEventListener('abort', kill);
    // A program that does not read its input closes the pipe; what it decides is told by how it exits.
    child.stdin.on('error', () => undefined).end(input);
    const end = await ended;
    ending.removeEventListener('abort', kill);
    if (end.how !== 'killed') return end;
    if (signal.aborted) return { how: 'stopped' };
    return outOfTime.aborted ? { how: 'out_of_time' } : end;
  } catch (thrown) {
    // Arguments that no program can be given, such as one with a null byte.
    return { how: 'not_started', code: codeOf(thrown) };
  }
}

function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: 'not_started', code: codeOf(error) }));
    child.once('exit', (code, signal) => {
      resolve(signal === null ? { how: 'exited', code: code ?? 0 } : { how: 'killed', signal });
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended in this very moment.
  }
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'unknown error';
}
